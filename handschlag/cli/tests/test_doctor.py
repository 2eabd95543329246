"""`handschlag doctor`: calls a healthy house healthy, and each illness by its name."""

import os
import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.db import OperationalError, ProgrammingError, connections
from pytest_django import Settings

from handschlag.cli.postgres import OWNER
from handschlag.cli.postgres.server import SUPERUSER
from handschlag.cli.tests.commands import command, free_port
from handschlag.core.actor import ANONYMOUS, system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests import databases

LINE = re.compile(r"^\s*([✓✗])\s+(\w+)\s+(.*?)\s*$")
HEALTHY = [
    "House",
    "Address",
    "Proxy",
    "Database",
    "Migrations",
    "Roles",
    "Grants",
    "Journal",
    "Portals",
    "Mail",
    "Queue",
    "Letters",
    "Seals",
    "Files",
]


@pytest.fixture
def mail_port() -> Iterator[int]:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture(autouse=True)
def _surroundings(settings: Settings, mail_port: int, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_port
    settings.FILES = tmp_path / "files"


@pytest.fixture
def opened(fresh_db: str) -> str:
    assert command("createportal", "--company", "Brenner").exit_code == 0
    return fresh_db


def owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def findings() -> dict[str, tuple[str, str]]:
    """Mark and text of each line; the exit code is 1 when one of them is ill."""
    result = command("doctor")
    lines = [LINE.match(line) for line in result.output.splitlines()]
    found = {match[2]: (match[1], match[3]) for match in lines if match}
    assert result.exit_code == (1 if "✗" in [mark for mark, _ in found.values()] else 0)
    return found


def illness(name: str) -> str:
    """What the doctor says, when it finds `name` ill and nothing else."""
    found = findings()
    assert [ill for ill, (mark, _) in found.items() if mark == "✗"] == [name]
    return found[name][1]


def test_healthy_house_is_called_healthy(opened: str, tmp_path: Path) -> None:
    found = findings()
    assert {mark for mark, _ in found.values()} == {"✓"}
    assert list(found) == HEALTHY
    assert found["Portals"] == ("✓", "localhost")
    assert found["Files"] == ("✓", f"{tmp_path}/files can be written")


def test_portal_is_missing(fresh_db: str) -> None:
    assert illness("Portals") == (
        "no portal answers at PUBLIC_URL, localhost; there is none. "
        "`handschlag createportal` opens one."
    )


@pytest.mark.parametrize(
    "change",
    [
        "revoke select on ordering_order from handschlag_portal",
        "grant delete on ordering_order to handschlag_portal",
        "alter table ordering_order disable row level security",
    ],
)
def test_rights_in_the_database_are_not_as_declared(opened: str, change: str) -> None:
    owner(change)
    text = illness("Grants")
    assert "ordering_order" in text
    assert text.endswith("run `handschlag migrate`.")


@pytest.mark.parametrize(
    ("rights", "named"),
    [("connect", "connect"), ("temporary", "temporary"), ("all", "connect and create and tempor")],
)
def test_anybody_may_use_the_database(opened: str, rights: str, named: str) -> None:
    owner(f"grant {rights} on database {opened} to public")
    assert illness("Grants").startswith(f"every login of this PostgreSQL has the right to {named}")


def test_migrate_keeps_strangers_out(opened: str) -> None:
    owner(f"grant all on database {opened} to public")
    assert command("migrate").exit_code == 0
    assert findings()["Grants"][0] == "✓"
    stranger = f"handschlag_stranger_{os.getpid()}"
    owner(f"create role {stranger} login")
    try:
        with (
            databases.pointed_at(opened, login=stranger),
            pytest.raises(OperationalError, match="permission denied for database"),
        ):
            connections["default"].ensure_connection()
    finally:
        owner(f"drop role {stranger}")


def test_import_may_make_temporary_tables_and_pages_may_not(fresh_db: str) -> None:
    with acting(system_actor("test")), connections["default"].cursor() as cursor:
        cursor.execute("create temporary table kept (id int) on commit drop")
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting(ANONYMOUS),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("create temporary table kept (id int) on commit drop")


def test_migration_is_pending(opened: str) -> None:
    owner("delete from django_migrations where app = 'portals'")
    assert illness("Migrations") == "migrations are pending: run `handschlag migrate`."


def test_journal_runs_out_of_room(opened: str) -> None:
    with time_machine.travel("2099-01-01", tick=True):
        assert illness("Journal").startswith("the journal has room for 0 more months")


def test_login_is_a_superuser(opened: str) -> None:
    with databases.pointed_at(opened, login=SUPERUSER):
        text = illness("Database")
    assert text == "the login of DATABASE_URL bypasses row-level security; use a plain one."


def test_login_owns_the_tables(opened: str) -> None:
    with databases.pointed_at(opened, login=OWNER):
        found = findings()
    mark, text = found["Database"]
    assert (mark, text.partition(";")[0]) == ("✗", "the login of DATABASE_URL owns tables")


def test_login_was_not_given_the_roles(opened: str) -> None:
    stranger = f"handschlag_stranger_{os.getpid()}"
    owner(f"create role {stranger} login noinherit")
    owner(f"grant connect on database {opened} to {stranger}")
    try:
        with databases.pointed_at(opened, login=stranger):
            mark, text = findings()["Roles"]
    finally:
        owner(f"revoke connect on database {opened} from {stranger}")
        owner(f"drop role {stranger}")
    assert (mark, text.partition(" ")[0]) == ("✗", "handschlag_gate")
    assert text.endswith("is missing, or not given to this login: run `handschlag migrate`.")


def test_database_is_away(opened: str) -> None:
    with databases.pointed_at("handschlag_nowhere", login=databases.PRODUCTION_LOGIN):
        found = findings()
    assert list(found) == HEALTHY
    assert found["Database"][0] == "✗"
    assert "handschlag_nowhere" in found["Database"][1]
    assert found["Mail"] == ("✓", "the mail server answers")


def test_database_has_never_been_migrated(fresh_db: str) -> None:
    empty = databases.copy_of("template1")
    with databases.pointed_at(empty, login=databases.PRODUCTION_LOGIN):
        found = findings()
    databases.drop(empty)
    assert found["Migrations"] == ("✗", "migrations are pending: run `handschlag migrate`.")
    assert found["Grants"][0] == "✗"


def test_mail_server_is_down(opened: str, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    assert illness("Mail").startswith("the mail server of HANDSCHLAG_MAIL_URL does not answer: ")


def test_mail_server_refuses_the_login(opened: str, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "streng-geheim"
    text = illness("Mail")
    assert text.startswith("the mail server of HANDSCHLAG_MAIL_URL does not answer: ")
    assert "streng-geheim" not in text


def test_folder_for_files_cannot_be_written(
    opened: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "occupied").write_text("a file where a folder should be")
    settings.FILES = tmp_path / "occupied" / "files"
    assert illness("Files") == "HANDSCHLAG_FILES cannot be written: Not a directory."


def test_customers_need_https(opened: str, settings: Settings) -> None:
    settings.MODE = "production"
    assert illness("Address") == "PUBLIC_URL is http; customers need https in production."


def test_proxy_is_not_named(opened: str, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://localhost"
    assert "name its network in HANDSCHLAG_TRUSTED_PROXIES" in illness("Proxy")
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/8"),)
    assert findings()["Proxy"] == ("✓", "10.0.0.0/8")
