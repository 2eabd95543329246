"""The command line as a whole: help that a person can read, and sentences instead of tracebacks."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from handschlag.cli.main import app
from handschlag.cli.tests.commands import command, environment, process

SECRET = "x" * 40
NOWHERE = "postgresql://portal:streng-geheim@/portal?host=/nowhere"
PRODUCTION = {"DATABASE_URL": NOWHERE, "HANDSCHLAG_SECRET_KEY": SECRET}
COMMANDS = {
    "demo",
    "verify-journal",
    "web",
    "worker",
    "migrate",
    "createportal",
    "invite",
    "live",
    "maintenance",
    "createadmin",
    "doctor",
    "erase-person",
    "export-person",
    "import",
    "mail",
    "second-step",
}


def failure(*words: str, **variables: str) -> str:
    """The one sentence on which a command ends."""
    ended = process(*words, **variables)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "streng-geheim" not in ended.stderr
    return ended.stderr.strip()


def test_each_command_has_one_line_of_help() -> None:
    lines = command("--help").output.splitlines()
    described = [re.match(r"│ ([\w-]+) +(\w.*\.) +│$", line) for line in lines]
    assert {match[1] for match in described if match} == COMMANDS


@pytest.mark.parametrize("words", [(), ("import",), ("mail",), ("second-step",)])
def test_command_alone_shows_its_help(words: tuple[str, ...]) -> None:
    assert command(*words).output.strip() == command(*words, "--help").output.strip()


@pytest.mark.parametrize(
    "name", sorted(COMMANDS | {"import orders", "mail test", "second-step reset"})
)
def test_every_option_says_what_it_is(name: str) -> None:
    node = get_command(app)
    for word in name.split():
        node = node.commands[word]  # type: ignore[attr-defined]
    assert [option.name for option in node.params if not getattr(option, "help", "")] == []
    assert str(node.help).endswith(".")


@pytest.mark.parametrize("name", ["demo", "doctor", "migrate", "web", "worker"])
def test_misspelt_variable_stops_every_command(name: str) -> None:
    assert failure(name, **PRODUCTION, HANDSCHLAG_MAIL_ULR="smtp://localhost") == (
        "Handschlag cannot start: HANDSCHLAG_MAIL_ULR is not a setting of Handschlag. "
        "Did you mean HANDSCHLAG_MAIL_URL?"
    )


def test_production_needs_a_secret_key() -> None:
    assert failure("doctor", DATABASE_URL=NOWHERE).startswith(
        "Handschlag cannot start: Set HANDSCHLAG_SECRET_KEY to at least 32 random characters"
    )


def test_migrate_needs_the_owner() -> None:
    assert failure("migrate", **PRODUCTION) == (
        "Handschlag cannot migrate: set HANDSCHLAG_OWNER_DATABASE_URL to the login that owns "
        "the database."
    )


def test_database_that_is_away_is_one_sentence() -> None:
    assert failure(
        "invite", "eva@kern.example", "--name", "Eva", "--organisation", "1", **PRODUCTION
    ).startswith("The database does not do what Handschlag asks: connection")


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where a folder should be")
    variables = {"DATABASE_URL": NOWHERE, "HANDSCHLAG_MODE": "development"}
    assert failure("doctor", **variables, HANDSCHLAG_VAR=str(tmp_path / "occupied")) == (
        "Handschlag cannot start: HANDSCHLAG_VAR must be a folder that can be written: "
        f"File exists: {tmp_path}/occupied."
    )


def test_environment_of_tests_holds_nothing_of_the_run() -> None:
    assert [name for name in environment() if name.startswith(("HANDSCHLAG_", "DATABASE"))] == []
