"""Everybody who may know is told, nobody else, and each of them once."""

from collections.abc import Callable
from threading import Barrier, Thread
from types import MappingProxyType
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.isolation import acting
from handschlag.core.journal import quietly
from handschlag.core.journal.models import JournalEntry
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests.post import Post, port, post, work
from handschlag.core.topics import Channel
from handschlag.platform.identity.models import Login
from handschlag.platform.notifications.actions import choose_channels
from handschlag.platform.notifications.jobs import tell_of
from handschlag.platform.notifications.models import Notification
from handschlag.platform.notifications.tests.world import (
    SITES,
    SYSTEM,
    World,
    join,
    make_member,
    make_organisation,
    make_world,
    new_site,
    offer_sites,
    told,
)
from handschlag.platform.organisations.actions import Grant, add_member, suspend_membership
from handschlag.platform.organisations.models import Membership, Role
from handschlag.platform.organisations.rules import MANAGE_MEMBERS

__all__ = ["port", "post"]

MOST_STATEMENTS = 200


@pytest.fixture
def world(committed_db: str, port: int, monkeypatch: pytest.MonkeyPatch) -> World:
    offer_sites(monkeypatch, Channel.AT_ONCE)
    return make_world()


def entry_of_site() -> int:
    with acting(SYSTEM):
        return JournalEntry.objects.get(kind="organisations.site_created", quiet=False).id


def counts() -> tuple[int, int]:
    """Notifications and mails, sent or not."""
    with acting(SYSTEM):
        return Notification.objects.count(), OutgoingMail.objects.count()


def suspend(world: World, name: str) -> None:
    with acting(SYSTEM), quietly():
        membership = Membership.objects.get(person__name=name)
        suspend_membership(SYSTEM, membership_id=membership.pk)


def test_those_who_may_see_it_are_told_and_nobody_else(world: World) -> None:
    suspended = make_member(world.kern, "Uwe Kern", "administrator")
    shut_out = make_member(world.kern, "Zoe Kern", "administrator")
    suspend(world, "Uwe Kern")
    with acting(SYSTEM, at_gate=True):
        Login.objects.filter(person=shut_out).update(is_active=False)
    site = new_site(world.kern)
    work()
    [notification] = told(world.eva)
    assert (notification.topic, notification.subject_id) == (SITES, site.pk)
    assert notification.body == {"number": "17"}
    assert notification.organisation_id == world.kern.pk
    for person in (world.ben, world.ida, suspended, shut_out):
        assert told(person) == []


def test_whoever_reaches_down_from_above_is_told(world: World) -> None:
    below = make_organisation(world.portal, "Tochter GmbH", parent=world.kern)
    head = make_member(world.sommer, "Kai Kern", "reader")
    join(head, world.kern, "administrator", Scope.SUBTREE)
    new_site(below)
    work()
    assert [n.organisation_id for n in told(head)] == [below.pk]
    assert told(world.eva) == []


def test_whoever_did_it_knows_already(world: World) -> None:
    helper = make_member(world.kern, "Max Kern", "administrator")
    rights = MappingProxyType({MANAGE_MEMBERS: Scope.SUBTREE})
    new_site(world.kern, by=Actor(kind=ActorKind.STAFF, person_id=world.eva.pk, rights=rights))
    work()
    assert told(world.eva) == []
    assert len(told(helper)) == 1


def test_security_is_told_to_everybody_who_manages_access_also_to_who_did_it(
    world: World,
) -> None:
    eva = world.as_actor(world.eva)
    with acting(eva):
        membership = Membership.objects.get(person=world.ben)
        suspend_membership(eva, membership_id=membership.pk)
    work()
    assert [n.topic for n in told(world.eva)] == ["organisations.access"]
    assert told(world.ben) == told(world.ida) == []


def test_others_are_told_who_got_access(world: World) -> None:
    newcomer = make_member(world.sommer, "Max Sommer", "reader")
    with acting(SYSTEM):
        role = Role.objects.get(preset="administrator")
        grant = Grant(person=newcomer, organisation=world.kern, roles=[role])
        add_member(SYSTEM, grant=grant)
    work()
    assert [n.topic for n in told(world.eva)] == ["organisations.access"]
    assert told(newcomer) == []


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (Channel.OFF, (0, 0)),
        (Channel.PORTAL, (1, 0)),
        (Channel.DAILY, (1, 0)),
        (Channel.AT_ONCE, (1, 1)),
    ],
)
def test_each_is_told_as_they_chose(
    world: World, channel: Channel, expected: tuple[int, int]
) -> None:
    eva = world.as_actor(world.eva)
    with acting(eva):
        choose_channels(eva, channels={SITES: channel})
    new_site(world.kern)
    work()
    assert counts() == expected


def test_history_is_told_to_nobody(world: World) -> None:
    with quietly():
        new_site(world.kern)
    work()
    assert counts() == (0, 0)


def test_job_that_runs_twice_tells_once(world: World, post: Post) -> None:
    new_site(world.kern)
    work()
    tell_of(entry=entry_of_site())
    work()
    assert counts() == (1, 1)
    assert len(post.mails) == 1


def test_two_workers_tell_once(world: World, post: Post) -> None:
    new_site(world.kern)
    number, together = entry_of_site(), Barrier(2)

    def tell() -> None:
        together.wait(10)
        tell_of(entry=number)
        connections.close_all()

    threads = [Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    work()
    assert counts() == (1, 1)
    assert len(post.mails) == 1


def test_crash_between_any_two_statements_leaves_nothing_half_done(
    world: World, post: Post
) -> None:
    new_site(world.kern)
    number = entry_of_site()
    for statements in range(MOST_STATEMENTS):
        if told_before_crash(number, statements):
            break
        assert counts() == (0, 0)
    assert 10 < statements < MOST_STATEMENTS - 1
    assert counts() == (1, 1)
    work()
    assert counts() == (1, 1)
    assert len(post.mails) == 1


def told_before_crash(number: int, statements: int) -> bool:
    with connection.execute_wrapper(crash_after(statements)):
        try:
            tell_of(entry=number)
        except OperationalError:
            return False
    return True


def crash_after(statements: int) -> Callable[..., Any]:
    left = [statements]

    def crash(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)

    return crash
