"""What the gates of notifications find, asked of rows that no page would tell apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from handschlag.core.actor import Actor, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.asking import taken_back
from handschlag.core.tests.matrix.planted import HOST, SECOND_HOST, THIRD_HOST, Planted
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.topics import Channel, Topic, declared_topics
from handschlag.platform.notifications.models import Notification, Preference
from handschlag.platform.notifications.queries import (
    OLDEST_IN_DIGEST,
    channels_of,
    notifications_for,
    topics_for,
    unread_count,
    waiting_for_digest,
    words_of,
)
from handschlag.platform.portals.models import Portal

BY = system_actor("test")
HOUR = timedelta(hours=1)
Pairs = Iterator[tuple[object, object]]
_entries = count(10**9)


def inbox(scene: Scene) -> Pairs:
    """Of topics that there are; words for what is still there; what is unread counts."""
    world = scene.worlds[0]
    own = world.row("notifications.Notification")
    with taken_back():
        _like(own, topic="gone.topic")
        read, lost = _like(own, read_at=timezone.now()), _like(own, subject_id=0)
        by = _reader(world)
        with acting(by):
            yield {row.pk for row in notifications_for(by)}, {own.pk, read.pk, lost.pk}
            yield set(words_of(by, [own, lost])), {own.pk}
        yield unread_count(by), 2
        yield unread_count(replace(by, membership_id=None)), 0


def digest(scene: Scene) -> Pairs:
    """What came to this portal in time, is wanted daily, and has been neither read nor mailed."""
    world, morning = scene.worlds[0], timezone.now()
    own = world.row("notifications.Notification")
    daily = {"channel": Channel.DAILY, "created_at": morning - HOUR, "digest_id": None}
    with taken_back():
        with as_owner():
            elsewhere = Portal.objects.exclude(pk=own.portal_id)[0]
        wanted = _like(own, **daily)
        oldest = _like(own, **{**daily, "created_at": morning - OLDEST_IN_DIGEST})
        for change in (
            {"created_at": morning},
            {"created_at": morning - OLDEST_IN_DIGEST - HOUR},
            {"channel": Channel.PORTAL},
            {"portal_id": elsewhere.pk},
            {"read_at": morning},
            {"digest_id": world.row("notifications.Digest").pk},
        ):
            _like(own, **{**daily, **change})
        with acting(BY):
            found = {row.pk for row in waiting_for_digest(own.portal, morning)}
        yield found, {wanted.pk, oldest.pk}


def offered(scene: Scene) -> Pairs:
    """Topics of rooms that are on at the portal, for those whom their rules let choose."""
    world = scene.worlds[0]
    for host in (HOST, SECOND_HOST, THIRD_HOST):
        with acting(BY):
            portal = Portal.objects.get(host=host)
        for by in (_reader(world), replace(_reader(world), rights=MappingProxyType({}))):
            expected = {topic.key for topic in _declared() if _is_offered(topic, by, portal)}
            yield {topic.key for topic in topics_for(by, portal)}, expected


def chosen(scene: Scene) -> Pairs:
    """One's own choice, that of nobody else, and none where security is concerned."""
    here, other = scene.worlds[0], scene.worlds[1]
    [first, second, *_rest] = [topic for topic in _declared() if not topic.concerns_security]
    protected = next(topic for topic in _declared() if topic.concerns_security)
    with taken_back():
        _prefer(here, first, Channel.DAILY)
        _prefer(other, second, Channel.OFF)
        _prefer(here, protected, Channel.OFF)
        by = _reader(here)
        with acting(by):
            said = dict(channels_of(here.person.pk, [first, second, protected]))
    expected = {first.key: Channel.DAILY, second.key: second.channel}
    yield said, {**expected, protected.key: Channel.AT_ONCE}


def _declared() -> list[Topic]:
    return list(declared_topics().values())


def _is_offered(topic: Topic, by: Actor, portal: Portal) -> bool:
    room = topic.key.split(".")[0]
    is_used = portal.purpose == "customer" or room == "organisations"
    return is_used and room not in portal.switched_off and bool(topic.rule.test(by))


def _reader(world: Planted) -> Actor:
    rights = {"ordering.read": Scope.COMPANY, "billing.read": Scope.COMPANY}
    return world.member(membership_id=1, rights=MappingProxyType(rights))


def _like(row: Notification, **changes: Any) -> Notification:
    fields = [f.attname for f in row._meta.concrete_fields if f.name not in {"id", "public_id"}]
    values = {name: getattr(row, name) for name in fields}
    with as_owner():
        return Notification.objects.create(**{**values, "entry_id": next(_entries), **changes})


def _prefer(world: Planted, topic: Topic, channel: Channel) -> None:
    with as_owner():
        Preference.objects.create(person=world.person, topic=topic.key, channel=channel)


QUESTIONS = {
    "notifications.inbox": inbox,
    "notifications.digest": digest,
    "notifications.offered": offered,
    "notifications.chosen": chosen,
}
