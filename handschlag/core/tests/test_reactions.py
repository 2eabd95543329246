"""A change and what follows from it are one: queued in the same transaction, in order, once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from handschlag.core import reactions
from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.core.journal import Event, Subject, event, quietly
from handschlag.core.reactions import Reaction
from handschlag.core.rules import anyone

BY = system_actor("test")
ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10)
DOOR = Subject("core_test.door", 7)
DOORS = "select 10, n, now(), jsonb_build_object('by', 'hand') from generate_series(1, 3) n"


@event("core_test.opened", sentence="Opened")
class Opened(Event):
    by: str


@event("core_test.painted", sentence="Painted")
class Painted(Event):
    pass


@job(queue="test")
def greet(*, entry: int) -> None: ...


@action(anyone)
def open_door(by: Actor) -> Outcome[None]:
    return Outcome(None, Opened(by="hand"), DOOR)


@action(anyone)
def paint(by: Actor) -> Outcome[None]:
    return Outcome(None, Painted(), DOOR)


@bulk_action(anyone)
def open_all(by: Actor, *, quiet: bool) -> BulkOutcome[None]:
    doors = EntrySet(Opened, DOOR.kind, DOORS)
    return BulkOutcome(None, Painted(), DOOR, entries=(doors,), quiet=quiet)


@pytest.fixture(autouse=True)
def _greeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    offered = [("room", [Reaction(greet, lambda kind: kind is Opened)])]
    monkeypatch.setattr(reactions, "contributions", lambda _: iter(offered))
    reactions.jobs_wanting.cache_clear()
    yield
    reactions.jobs_wanting.cache_clear()


def queued() -> list[tuple[Any, ...]]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select args->>'entry', lock from procrastinate_jobs order by id")
        return list(cursor.fetchall())


def entries() -> list[tuple[str, str]]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(
            "select id::text as entry, %s || ':' || subject_kind || ':' || subject_id"
            " from core_journal j where kind = 'core_test.opened' order by j.id",
            [greet.name],
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("by", [ALICE, BY, Actor(kind=ActorKind.ANONYMOUS)])
def test_entry_that_is_wanted_queues_one_job_under_its_subjects_lock(by: Actor) -> None:
    with acting(by):
        open_door(by)
        paint(by)
    assert queued() == entries()
    assert [lock for _, lock in queued()] == [f"{greet.name}:core_test.door:7"]


@pytest.mark.django_db
def test_set_of_entries_queues_one_job_for_each() -> None:
    with acting(BY):
        open_all(BY, quiet=False)
    assert queued() == entries()
    assert [lock for _, lock in queued()] == [f"{greet.name}:core_test.door:{n}" for n in (1, 2, 3)]


@pytest.mark.django_db
def test_history_queues_nothing() -> None:
    with acting(BY):
        open_all(BY, quiet=True)
        with quietly():
            open_door(BY)
            open_all(BY, quiet=False)
    assert len(entries()) == 7
    assert queued() == []


def test_job_shares_the_fate_of_its_entry(committed_db: str) -> None:
    with acting(ALICE):
        with transaction.atomic():
            open_door(ALICE)
            transaction.set_rollback(True)
        open_door(ALICE)
    assert queued() == entries()
    assert len(entries()) == 1
