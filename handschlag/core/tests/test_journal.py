"""Append-only, partitioned by month, ordered; kinds are declared once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection, connections
from django.utils import timezone

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.database import OwnerMissing, migrate, pending_migrations
from handschlag.core.isolation import acting
from handschlag.core.journal import Event, Subject, event, event_class, personal, record
from handschlag.core.journal.events import event_classes
from handschlag.core.journal.models import JournalEntry, JournalValue
from handschlag.core.journal.partitions import MONTHS_AHEAD, months_ahead, partition_name

BY = system_actor("test", organisation_id=10)
ALICE = Actor(kind=ActorKind.PERSON, person_id=7, organisation_id=10)
SUBJECT = Subject("core_test.thing", 1)


@event("core_test.noted", sentence="%(text)s", traits=frozenset({"needs_reply"}))
class Noted(Event):
    amount: int
    text: str = personal()


def note(by: Actor = BY) -> int:
    with acting(by):
        return record(by, Noted(amount=1, text="geheim"), subject=SUBJECT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "by", [ANONYMOUS, ALICE, Actor(kind=ActorKind.STAFF, person_id=1), BY], ids=lambda a: a.kind
)
def test_every_role_writes_its_own_entries(by: Actor) -> None:
    number = note(by)
    with acting(BY):
        entry = JournalEntry.objects.get(id=number)
        assert (entry.actor_kind, entry.person_id) == (by.kind, by.person_id)
        assert JournalValue.objects.get(entry_id=number).value == "geheim"


@pytest.mark.django_db
def test_gate_may_name_the_organisation_it_acts_for() -> None:
    """Credentials change at the gate, also for somebody who is at work for a company."""
    with acting(ALICE, at_gate=True):
        number = record(ALICE, Noted(amount=1, text="x"), subject=SUBJECT)
    with acting(BY):
        assert JournalEntry.objects.get(id=number).organisation_id == 10


@pytest.mark.django_db
def test_erasing_a_value_leaves_the_entry() -> None:
    number = note()
    with acting(BY):
        body = JournalEntry.objects.get(id=number).body
        JournalValue.objects.filter(entry_id=number).delete()
        assert JournalEntry.objects.get(id=number).body == body


def test_entry_lies_in_the_partition_of_its_month(committed_db: str) -> None:
    note()
    assert partitions_with_rows() == [partition_name(timezone.now().date())]


def partitions_with_rows() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select distinct tableoid::regclass::text from core_journal order by 1")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_partitions_reach_two_years_ahead() -> None:
    with connection.cursor() as cursor:
        assert months_ahead(cursor) == MONTHS_AHEAD


def test_entries_of_a_month_without_partition_move_when_it_gets_one(fresh_db: str) -> None:
    """Nobody had migrated for two years."""
    month = timezone.now().date().replace(day=1)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"drop table {partition_name(month)}")
    number = note()
    assert partitions_with_rows() == ["core_journal_default"]
    migrate(verbosity=0)
    assert partitions_with_rows() == [partition_name(month)]
    with acting(BY):
        assert JournalEntry.objects.get(id=number).kind == "core_test.noted"
    with acting(ALICE), pytest.raises(Exception, match="permission denied"):
        connection.cursor().execute(f"select * from {partition_name(month)}")


def test_several_machines_migrate_at_once(fresh_db: str) -> None:
    def work(_: int) -> None:
        try:
            migrate(verbosity=0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert not pending_migrations()


def test_migrating_needs_the_owner(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(connections.settings, "owner")
    with pytest.raises(OwnerMissing):
        migrate(verbosity=0)
    monkeypatch.undo()


def test_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"core_test\.noted version 1 is declared twice"):

        @event("core_test.noted", sentence="")
        class Again(Event):
            pass

    assert event_class("core_test.noted", 1) is Noted
    assert Noted in event_classes()
    assert Noted.traits == {"needs_reply"}


def test_partition_names_sort_by_month() -> None:
    names = [partition_name(date(2026, 1, 1) + relativedelta(months=n)) for n in range(30)]
    assert names == sorted(names)
