"""What the database's owner changes in what was sealed is found; for the tail nobody vouches."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from handschlag.core.isolation import acting
from handschlag.core.journal import sealing
from handschlag.core.journal.digests import COLUMNS
from handschlag.core.journal.jobs import seal as seal_job
from handschlag.core.journal.jobs import tell_operator
from handschlag.core.journal.models import JournalSeal
from handschlag.core.journal.verification import verify
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests import databases
from handschlag.core.tests.sealed import BY, note, seal
from handschlag.core.tests.write_guard import unguarded

TRIES = 1000
BATCHES, ENTRIES = 12, 8
COPY = "insert into core_journal ({columns}) select {values} from core_journal where id = {id}"


def sealed(count: int = 1) -> list[JournalSeal]:
    note(count)
    return seal()


@pytest.fixture
def owner(fresh_db: str) -> Iterator[None]:
    """The application's connection in the hands of the database's owner, after some sealing."""
    note(BATCHES * ENTRIES)
    move = "update core_journal set recorded_at = recorded_at + interval '32 days'"
    run(f"{move} where mod(id, 7) = 0")
    for _ in range(BATCHES):
        sealed(ENTRIES)
    note(3)
    login = connections.settings["owner"]["USER"]
    with databases.pointed_at(fresh_db, login=login), unguarded():
        yield


def run(statement: str, *values: object) -> None:
    alias = "default" if connection.settings_dict["USER"] != databases.PRODUCTION_LOGIN else "owner"
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)


def ids(condition: str = "true") -> list[int]:
    with connection.cursor() as cursor:
        reach = "(select max(until_transaction) from core_journal_seal)"
        cursor.execute(
            f"select id from core_journal where transaction::text::bigint < {reach}"
            f" and {condition} order by id"
        )
        return [number for (number,) in cursor.fetchall()]


CHANGED = {
    "bigint": "coalesce({0}, 0) + 1",
    "smallint": "{0} + 1",
    "boolean": "not {0}",
    "character varying": "{0} || 'x'",
    "jsonb": "{0} || '{{\"more\": 1}}'",
    "timestamp with time zone": "{0} + interval '1 microsecond'",
    "xid8": "({0}::text::bigint - 1)::text::xid8",
}


def types() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_name = 'core_journal'"
        )
        return dict(cursor.fetchall())


def edit(chance: Random) -> None:
    column = chance.choice(COLUMNS)
    value = CHANGED[types()[column]].format(column)
    if column == "id":
        value = "id + 1000000"
    run(f"update core_journal set {column} = {value} where id = %s", chance.choice(ids()))


def delete(chance: Random) -> None:
    run("delete from core_journal where id = %s", chance.choice(ids()))


def swap(chance: Random) -> None:
    one, other = chance.sample(ids(), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        run("update core_journal set id = %s where id = %s", after, before)


def newest(chance: Random) -> None:
    last = ids()[-1]
    if chance.random() < 0.5:
        run("delete from core_journal where id = %s", last)
    else:
        run("update core_journal set subject_id = subject_id + 1 where id = %s", last)


def truncate(chance: Random) -> None:
    """The end is taken off as if it had never been: entries, and the seals that covered them."""
    kept = chance.randrange(JournalSeal.objects.count())
    last = JournalSeal.objects.filter(number=kept + 1).get().from_transaction
    run("delete from core_journal_seal where from_transaction >= %s", last)
    run("delete from core_journal where transaction::text::bigint >= %s", last)


def late(chance: Random) -> None:
    values = ", ".join({"id": "9000000"}.get(column, column) for column in COLUMNS)
    run(COPY.format(columns=", ".join(COLUMNS), values=values, id=chance.choice(ids())))


def forge(chance: Random) -> None:
    """An entry is changed, and all seals are made anew to fit."""
    delete(chance)
    run("delete from core_journal_seal")
    sealing.seal()


def unseal(chance: Random) -> None:
    fields = ("entries", "from_transaction", "until_transaction", "base_id", "first_id", "number")
    number = chance.choice(list(JournalSeal.objects.values_list("number", flat=True)))
    column = chance.choice(fields)
    run(
        f"update core_journal_seal set {column} = {column} + 500 where number = %s",
        number,
    )


def reword(chance: Random) -> None:
    run("update core_journal_value set value = 'x' where entry_id = %s", chance.choice(ids()))


ATTACKS: tuple[Callable[[Random], None], ...] = (
    edit,
    edit,
    edit,
    delete,
    swap,
    newest,
    truncate,
    late,
    forge,
    unseal,
    reword,
)


def test_all_columns_are_sealed(owner: None) -> None:
    assert set(COLUMNS) == set(types())


def test_owners_changes_are_found_a_thousand_of_a_thousand(owner: None) -> None:
    before = verify()
    assert before.changes == []
    assert before.tail.entries == 3
    assert before.sealed == 2 * BATCHES * ENTRIES
    chance = Random(20261123)
    unnoticed = []
    for number in range(TRIES):
        attack = ATTACKS[number % len(ATTACKS)]
        with transaction.atomic():
            attack(chance)
            if not verify(before.head).changes:
                unnoticed.append(f"{number}: {attack.__name__}")
            transaction.set_rollback(True)
    assert unnoticed == []
    assert verify(before.head).changes == []


def test_end_taken_off_is_found_by_a_head_alone(owner: None) -> None:
    head = verify().head
    with transaction.atomic():
        truncate(Random(1))
        assert verify().changes == []
        assert verify(head).changes == [
            f"there is no seal {head}: what it covered was taken away or made anew"
        ]
        transaction.set_rollback(True)


def test_tail_is_named_and_not_vouched_for(committed_db: str) -> None:
    sealed(2)
    note(3)
    with acting(BY):
        report = verify()
    assert (report.sealed, report.tail.entries) == (2, 3)
    assert report.changes == []


def test_nothing_new_makes_no_seal(committed_db: str) -> None:
    assert [one.entries for one in sealed(2)] == [2]
    with acting(BY):
        assert sealing.seal() == []


def test_entry_of_a_transaction_still_open_is_sealed_later(committed_db: str) -> None:
    """Its number was drawn before those of entries that are sealed already."""
    with connections["owner"].cursor() as open_one, transaction.atomic(using="owner"):
        open_one.execute(
            "insert into core_journal (occurred_at, kind, version, actor_kind, channel,"
            " subject_kind, subject_id, body) values (now(), 'core_test.noted', 1, 'job', 'test',"
            " 'x', 1, '{}')"
        )
        note(2)
        with acting(BY):
            assert sealing.seal() == []
    assert [one.entries for one in seal()] == [3]
    with acting(BY):
        assert verify().changes == []


def test_erased_value_is_no_change(committed_db: str) -> None:
    sealed(2)
    run("delete from core_journal_value")
    with acting(BY):
        assert verify().changes == []


def test_dropped_partition_leaves_its_seal(owner: None) -> None:
    partition = JournalSeal.objects.values_list("partition", flat=True).order_by("partition")[0]
    run(f"drop table {partition}")
    report = verify()
    assert report.dropped == [partition]
    assert report.changes == []


def test_counting_anew_after_a_restore_is_no_change(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dump keeps entries with the transactions of the server that it was taken from."""
    note(4)
    run("update core_journal set transaction = '9000000000'::xid8")
    monkeypatch.setattr(sealing, "SETTLED", "select 9000000001")
    with acting(BY):
        assert [one.entries for one in sealing.seal()] == [4]
    monkeypatch.undo()
    assert [one.entries for one in sealed(3)] == [3]
    assert [one.entries for one in sealed(2)] == [2]
    with acting(BY):
        report = verify()
    assert (report.sealed, report.changes) == (9, [])


@pytest.mark.parametrize(
    "change", ["update core_journal_seal set entries = 9", "delete from core_journal_seal"]
)
def test_nobody_but_the_owner_changes_a_seal(committed_db: str, change: str) -> None:
    sealed()
    with (
        pytest.raises(ProgrammingError) as refusal,
        acting(BY),
        unguarded(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)


def test_two_at_once_make_one_chain(committed_db: str) -> None:
    """Both may begin behind the same seal; the second is refused and tries again."""
    [first] = sealed()
    [second] = sealed()
    with pytest.raises(IntegrityError), acting(BY):
        JournalSeal.objects.create(
            number=second.number + 1,
            partition=second.partition,
            base_id=0,
            from_transaction=second.from_transaction,
            until_transaction=second.until_transaction,
            entries=1,
            first_id=1,
            last_id=1,
            content="x",
            previous=first.hash,
            hash="y",
            sealed_at=timezone.now() + timedelta(seconds=1),
        )


def test_head_goes_to_the_operator_once_a_day(committed_db: str, settings: object) -> None:
    settings.OPERATOR_EMAIL = "it@brenner.example"  # type: ignore[attr-defined]
    sealed(2)
    seal_job(timestamp=0)
    tell_operator(timestamp=0)
    with acting(BY):
        mail = OutgoingMail.objects.get()
        head = sealing.head()
    assert mail.recipient == "it@brenner.example"
    assert f"--head {head}" in mail.text
