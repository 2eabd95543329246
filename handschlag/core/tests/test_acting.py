"""Role and organisation are set for a block, and what was there before comes back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, ProgrammingError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.errors import InsufficientPrivilege

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting, current_actor
from handschlag.core.isolation.middleware import TransactionMiddleware
from handschlag.core.tests.context_net import CONTEXT
from handschlag.core.tests.factory_role import as_owner

ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10, portal_id=3)
CHARLIE = Actor(kind=ActorKind.PERSON, person_id=2, organisation_id=20, portal_id=3)
AS_ALICE = ("handschlag_portal", "10", "1", "3")
AS_CHARLIE = ("handschlag_portal", "20", "2", "3")
NOBODY = ("none", "", "", "")


def context() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(CONTEXT)
        return tuple(value or "" for value in cursor.fetchone())


def plant(organisation_id: int, name: str) -> None:
    StoredFile.objects.create(
        organisation_id=organisation_id, name=name, media_type="text/plain", size=1, sha256="0"
    )


@pytest.mark.usefixtures("committed_db")
def test_same_actor_again_costs_no_statement():
    with acting(ALICE), CaptureQueriesContext(connection) as statements:
        with acting(ALICE):
            pass
        assert len(statements) == 0
        assert context() == AS_ALICE


@pytest.fixture
def two_files(committed_db: str) -> None:
    with acting(system_actor("test")):
        plant(10, "of Alice")
        plant(20, "of Charlie")


def names() -> list[str]:
    return list(StoredFile.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("actor", "role"),
    [
        (ANONYMOUS, "gate"),
        (Actor(kind=ActorKind.PERSON, person_id=1), "gate"),
        (ALICE, "portal"),
        (Actor(kind=ActorKind.LINK, organisation_id=10), "portal"),
        (Actor(kind=ActorKind.API_KEY, organisation_id=10), "portal"),
        (Actor(kind=ActorKind.STAFF, person_id=5, organisation_id=10), "desk"),
        (system_actor("import"), "system"),
        (Actor(kind=ActorKind.CONNECTOR), "system"),
    ],
)
def test_each_kind_of_actor_has_its_role(committed_db: str, actor: Actor, role: str) -> None:
    with acting(actor):
        assert context()[0] == f"handschlag_{role}"
    assert context() == NOBODY


def test_gate_keeps_the_gate_and_knows_who_it_is(committed_db: str) -> None:
    with acting(ALICE, at_gate=True):
        assert context() == ("handschlag_gate", "10", "1", "3")


def test_acting_nests_and_restores(committed_db: str) -> None:
    with acting(ALICE):
        with acting(CHARLIE):
            assert context() == AS_CHARLIE
            with acting(ALICE, at_gate=True):
                assert context()[0] == "handschlag_gate"
            assert context() == AS_CHARLIE
            assert current_actor() == CHARLIE
        assert context() == AS_ALICE
        assert current_actor() == ALICE
    assert context() == NOBODY
    assert current_actor() is None


def test_acting_restores_after_an_exception_in_a_savepoint(committed_db: str) -> None:
    def fail() -> None:
        with transaction.atomic(), acting(CHARLIE):
            assert context() == AS_CHARLIE
            raise ZeroDivisionError

    with acting(ALICE):
        with pytest.raises(ZeroDivisionError):
            fail()
        assert context() == AS_ALICE
    assert context() == NOBODY


def test_acting_restores_after_a_database_error_in_a_savepoint(committed_db: str) -> None:
    with acting(ALICE):
        with (
            pytest.raises(DataError),
            transaction.atomic(),
            acting(CHARLIE),
            connection.cursor() as cursor,
        ):
            cursor.execute("select 1 / 0")
        assert context() == AS_ALICE


def test_acting_restores_after_a_rollback_on_purpose(committed_db: str) -> None:
    with acting(ALICE):
        with transaction.atomic(), acting(CHARLIE):
            transaction.set_rollback(True)
        assert context() == AS_ALICE


@pytest.mark.django_db
def test_acting_restores_within_a_test_transaction() -> None:
    """A released savepoint keeps its settings, so leaving it is not enough."""
    with acting(ALICE):
        assert context() == AS_ALICE
    assert context() == NOBODY
    with pytest.raises(DataError), acting(ALICE), connection.cursor() as cursor:
        cursor.execute("select 1 / 0")
    assert context() == NOBODY


def test_application_may_do_nothing_outside(committed_db: str) -> None:
    with pytest.raises(ProgrammingError) as refusal:
        names()
    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)


def test_commit_leaves_nothing_behind(two_files: None) -> None:
    with acting(ALICE):
        assert names() == ["of Alice"]
    assert context() == NOBODY
    with acting(CHARLIE):
        assert names() == ["of Charlie"]


def test_threads_do_not_share_a_context(two_files: None) -> None:
    """One worker serves many people, one after the other and side by side."""

    def look(number: int) -> list[str]:
        with acting(ALICE if number % 2 else CHARLIE):
            with acting(system_actor("test")):
                assert len(names()) == 2
            return names()

    def look_and_close(number: int) -> list[str]:
        try:
            return [name for _ in range(5) for name in look(number)]
        finally:
            connections.close_all()

    with acting(ALICE), ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(look_and_close, range(24)))
        assert names() == ["of Alice"]
    assert seen[1::2] == [["of Alice"] * 5] * 12
    assert seen[::2] == [["of Charlie"] * 5] * 12


def test_new_thread_begins_with_nothing(two_files: None) -> None:
    def look() -> str:
        try:
            names()
        except ProgrammingError:
            return "refused"
        finally:
            connections.close_all()
        return "seen"

    with acting(ALICE), ThreadPoolExecutor(1) as pool:
        assert pool.submit(look).result() == "refused"


class Request(HttpRequest):
    reference = "7F3K-92QX"


def answer(view: object) -> HttpResponse:
    return TransactionMiddleware(view)(Request())


def test_request_begins_at_the_gate_and_ends_with_nothing(committed_db: str) -> None:
    response = answer(lambda _: HttpResponse(" ".join(context())))
    assert response.content.decode().strip() == "handschlag_gate"
    assert context() == NOBODY


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (404, 1), (500, 0), (503, 0)])
def test_server_error_rolls_back(committed_db: str, status: int, kept: int) -> None:
    def view(_: HttpRequest) -> HttpResponse:
        with acting(system_actor("test")):
            plant(10, "half done")
        return HttpResponse(status=status)

    answer(view)
    with acting(ALICE):
        assert len(names()) == kept


def test_exception_rolls_back(committed_db: str) -> None:
    def view(_: HttpRequest) -> HttpResponse:
        with acting(system_actor("test")):
            plant(10, "half done")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer(view)
    assert context() == NOBODY
    with acting(ALICE):
        assert names() == []


def test_database_that_is_away_is_said_in_words(
    committed_db: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "HOST", "/nowhere")
    response = client.get("/orders/")
    assert response.status_code == 503
    assert len(response.content) > 500
    monkeypatch.undo()


@pytest.mark.django_db
def test_planting_leaves_no_rights_behind() -> None:
    with acting(ALICE):
        with as_owner():
            plant(20, "of Charlie")
        assert context() == AS_ALICE
        assert names() == []
    with as_owner():
        assert names() == ["of Charlie"]
    assert context() == NOBODY
