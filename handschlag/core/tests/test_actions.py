"""One transaction, one rule, one entry; the same key, one result."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.db.models import QuerySet

from handschlag.core.actions import (
    BulkOutcome,
    EntrySet,
    KeyReused,
    Outcome,
    action,
    bulk_action,
    in_action,
)
from handschlag.core.actions.idempotency import hash_of
from handschlag.core.actions.models import IdempotencyKey
from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.core.journal import Event, Subject, event, personal, subject_of
from handschlag.core.journal.models import JournalEntry, JournalValue
from handschlag.core.money import Money
from handschlag.core.rules import anyone, is_system

BY = system_actor("test", organisation_id=10)
OTHER = system_actor("test", organisation_id=20)
ALICE = Actor(kind=ActorKind.PERSON, person_id=7, organisation_id=10, channel="portal")


@event("core_test.file_named", sentence="%(name)s", version=2)
class FileNamed(Event):
    file_id: int
    size: Decimal
    on: date
    name: str = personal()


@event("core_test.folder_made", sentence="Folder")
class FolderMade(Event):
    pass


@event("core_test.run_done", sentence="%(files)s")
class RunDone(Event):
    files: int


@event("core_test.file_touched", sentence="")
class FileTouched(Event):
    pass


@job(queue="test")
def follow_up(*, file: int) -> None: ...


@action(is_system)
def name_file(by: Actor, *, name: str) -> Outcome[StoredFile]:
    file = StoredFile.objects.create(
        organisation_id=by.organisation_id, name=name, media_type="-", size=1, sha256="0"
    )
    follow_up.defer(file=file.pk)
    named = FileNamed(file_id=file.pk, size=Decimal("1.50"), on=date(2026, 11, 23), name=name)
    return Outcome(file, named, subject_of(file))


@action(is_system)
def make_folder(by: Actor, *, names: list[str]) -> Outcome[None]:
    for name in names:
        name_file(by, name=name)
    return Outcome(None, FolderMade(), Subject("core_test.folder", 1))


@bulk_action(is_system)
def touch_files(by: Actor, *, quiet: bool) -> BulkOutcome[int]:
    touched = StoredFile.objects.update(state=StoredFile.State.CLEAN)
    entries = EntrySet(
        FileTouched,
        "core.storedfile",
        "select organisation_id, id, now() - interval '1 year', jsonb_build_object('at', %s)"
        " from core_storedfile",
        ["desk"],
    )
    subject = Subject("core_test.run", 1)
    return BulkOutcome(touched, RunDone(files=touched), subject, (entries,), quiet)


@action(anyone)
def note(by: Actor, *, text: str) -> Outcome[None]:
    return Outcome(None, FolderMade(), Subject("core_test.note", 1))


@action(is_system)
def fail_after(by: Actor, *, name: str) -> Outcome[None]:
    name_file(by, name=name)
    raise ZeroDivisionError


def jobs() -> int:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        return int(cursor.fetchone()[0])


def traces() -> tuple[int, ...]:
    with acting(BY):
        kinds = (StoredFile, JournalEntry, JournalValue, IdempotencyKey)
        return (*(kind._base_manager.count() for kind in kinds), jobs())


@pytest.mark.django_db
def test_action_writes_one_entry() -> None:
    with acting(BY):
        file = name_file(BY, name="Angebot.pdf")
        entry = JournalEntry.objects.get()
    assert file.name == "Angebot.pdf"
    assert (entry.kind, entry.version) == ("core_test.file_named", 2)
    assert (entry.subject_kind, entry.subject_id) == ("core.storedfile", file.pk)
    assert (entry.actor_kind, entry.channel, entry.organisation_id) == ("job", "test", 10)
    assert entry.cause_id is None
    assert not entry.quiet
    assert entry.body | {"name": ""} == {
        "file_id": file.pk,
        "size": "1.50",
        "on": "2026-11-23",
        "name": "",
    }


@pytest.mark.django_db
def test_personal_values_stand_apart_and_verify() -> None:
    import hashlib

    with acting(BY):
        name_file(BY, name="Erika Mustermann.pdf")
        entry, value = JournalEntry.objects.get(), JournalValue.objects.get()
    assert "Mustermann" not in str(entry.body)
    assert (value.entry_id, value.path, value.value) == (entry.id, "name", "Erika Mustermann.pdf")
    digest = hashlib.sha256(bytes(value.salt) + value.value.encode()).hexdigest()
    assert entry.body["name"] == digest


@pytest.mark.django_db
def test_refused_action_writes_nothing() -> None:
    before = traces()
    with acting(ALICE), pytest.raises(PermissionDenied):
        name_file(ALICE, name="x")
    with acting(ALICE), pytest.raises(PermissionDenied):
        touch_files(ALICE, quiet=True)
    assert traces() == before


@pytest.mark.django_db
def test_nested_actions_name_their_cause() -> None:
    with acting(BY):
        make_folder(BY, names=["a", "b"])
        folder = JournalEntry.objects.get(kind="core_test.folder_made")
        causes = JournalEntry.objects.filter(kind="core_test.file_named").values_list("cause_id")
        assert list(causes) == [(folder.id,), (folder.id,)]
        assert folder.cause_id is None
        assert not in_action()


@pytest.mark.django_db
def test_failing_action_takes_its_nested_ones_along() -> None:
    before = traces()
    with acting(BY), pytest.raises(ZeroDivisionError):
        fail_after(BY, name="half done")
    assert traces() == before
    assert not in_action()


@pytest.mark.django_db
@pytest.mark.parametrize("quiet", [True, False])
def test_bulk_action_writes_one_entry_per_row_and_one_for_the_run(quiet: bool) -> None:
    with acting(BY):
        make_folder(BY, names=["a", "b", "c"])
    with acting(OTHER):
        name_file(OTHER, name="d")
        assert touch_files(OTHER, quiet=quiet) == 4
        run = JournalEntry.objects.get(kind="core_test.run_done")
        entries = JournalEntry.objects.filter(kind="core_test.file_touched").order_by("subject_id")
        ids = StoredFile.objects.order_by("id").values_list("id", "organisation_id")
        assert [(e.subject_id, e.organisation_id) for e in entries] == list(ids)
    assert run.body == {"files": 4}
    assert {e.cause_id for e in entries} == {run.id}
    assert {e.quiet for e in entries} | {run.quiet} == {quiet}
    assert all(e.occurred_at < run.occurred_at and e.body == {"at": "desk"} for e in entries)


@pytest.mark.django_db
def test_bulk_action_over_nothing_leaves_no_entry() -> None:
    before = traces()
    with acting(BY):
        assert touch_files(BY, quiet=False) == 0
    assert traces() == before


@pytest.mark.django_db
def test_same_key_gives_the_first_answer() -> None:
    with acting(BY):
        first = name_file(BY, name="a", key="once")
        before = traces()
        assert name_file(BY, name="a", key="once") == first
    assert traces() == before


@pytest.mark.django_db
def test_same_key_without_a_result_happens_once() -> None:
    with acting(ALICE):
        assert note(ALICE, text="a", key="once") is None
        assert note(ALICE, text="a", key="once") is None
        assert JournalEntry.objects.count() == 1


@pytest.mark.django_db
def test_same_key_with_another_input_is_an_error() -> None:
    with acting(BY):
        name_file(BY, name="a", key="once")
        before = traces()
        with pytest.raises(KeyReused):
            name_file(BY, name="b", key="once")
    assert traces() == before


@pytest.mark.django_db
def test_key_belongs_to_actor_organisation_and_action() -> None:
    with acting(BY):
        first = name_file(BY, name="a", key="k")
        make_folder(BY, names=["a"], key="k")
    with acting(OTHER):
        second = name_file(OTHER, name="a", key="k")
    assert second.pk != first.pk
    assert second.organisation_id == 20


@pytest.mark.django_db
def test_result_that_cannot_be_found_again_is_refused() -> None:
    @action(anyone)
    def count(by: Actor) -> Outcome[int]:
        return Outcome(3, FolderMade(), Subject("core_test.folder", 1))

    with acting(BY):
        assert count(BY) == 3
        with pytest.raises(TypeError, match="returns a row or None, not int"):
            count(BY, key="k")


def test_input_hash_tells_contents_apart() -> None:
    same: Callable[..., bool] = lambda a, b: hash_of({"v": a}) == hash_of({"v": b})  # noqa: E731
    assert same({"b", "a"}, {"a", "b"})
    assert same(Money(Decimal(1), "EUR"), Money(Decimal(1), "EUR"))
    assert same({"x": 1, "y": 2}, {"y": 2, "x": 1})
    assert not same(b"one", b"two")
    assert not same(Money(Decimal(1), "EUR"), Money(Decimal(1), "CHF"))
    assert not same(date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))
    assert not same(UUID(int=1), UUID(int=2))
    assert not same([1, 2], [2, 1])
    assert not same(StoredFile(pk=1), StoredFile(pk=2))


@pytest.mark.parametrize("value", [QuerySet(StoredFile), object(), (x for x in "ab")])
def test_input_that_cannot_be_compared_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot compare a"):
        hash_of({"v": value})


def test_fifty_parallel_calls_have_one_result(committed_db: str) -> None:
    def call(_: int) -> int:
        try:
            with acting(BY):
                return name_file(BY, name="Bestellung", key="double click").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as pool:
        results = set(pool.map(call, range(50)))
    assert len(results) == 1
    assert traces() == (1, 1, 1, 1, 1)


class KilledError(BaseException):
    """The process is gone: nothing of ours may catch it."""


def killed_before(statement: int) -> Callable[..., Any]:
    left = statement

    def execute(run: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        if left == 0:
            raise KilledError
        left -= 1
        return run(*arguments)

    return execute


@pytest.mark.parametrize(
    "work",
    [
        lambda: name_file(BY, name="a", key="k"),
        lambda: make_folder(BY, names=["a", "b"]),
        lambda: touch_files(BY, quiet=True),
    ],
    ids=["with a key", "nested", "bulk"],
)
def test_action_happens_wholly_or_not_at_all(committed_db: str, work: Callable[[], Any]) -> None:
    """Killed before the first, the second … statement, until none is left to be killed before."""
    with acting(BY):
        name_file(BY, name="there before")
    before = traces()
    deaths = 0
    while killed(work, at=deaths):
        assert traces() == before
        deaths += 1
    assert deaths >= 4
    assert traces() != before


def killed(work: Callable[[], Any], *, at: int) -> bool:
    try:
        with connection.execute_wrapper(killed_before(at)), acting(BY):
            work()
    except KilledError:
        return True
    return False
