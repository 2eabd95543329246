"""The PostgreSQL of demo and tests: starts, is found again, never outlives who started it."""

import os
import pwd
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from handschlag.cli.postgres import (
    APPLICATION,
    OWNER,
    PostgresFailed,
    Server,
    erase,
    place,
    running,
)
from handschlag.cli.postgres.server import SUPERUSER
from handschlag.cli.tests.commands import PATIENCE

IS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become somebody else")
HOLD = """
import sys
from pathlib import Path
from handschlag.cli.postgres import running
with running(Path(sys.argv[1]), durable=False) as server:
    number = (server.data / "postmaster.pid").read_text().split()[0]
    print(server.url("postgres", "postgres"), number, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that everybody may enter; root's server runs as somebody else."""
    with tempfile.TemporaryDirectory(prefix="handschlag-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def held(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that runs a server until its standard input ends."""
    command = [sys.executable, "-c", HOLD, str(folder / "data")]
    pipe = subprocess.PIPE
    holder = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    with holder:
        yield holder  # leaving closes its standard input and waits


def names(server: Server, statement: str) -> list[str]:
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as connection:
        return [row[0] for row in connection.execute(statement)]


def refusal(data: Path) -> str:
    with pytest.raises(PostgresFailed) as failed, running(data, durable=False):
        pass
    return str(failed.value)


def account_of(process: int) -> int:
    return Path(f"/proc/{process}").stat().st_uid


def told(holder: "subprocess.Popen[str]") -> tuple[str, int]:
    """Address and process id of the server that a holder runs."""
    assert holder.stdout is not None
    url, number = holder.stdout.readline().split()
    return url, int(number)


def wait_for_end(process: int) -> None:
    """Of a process that is not ours, and may have ended already."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    assert select.select([handle], [], [], PATIENCE)[0], "the server still runs"
    os.close(handle)


def test_server_starts_and_makes_logins_and_database_once(folder: Path) -> None:
    with running(folder / "data", durable=False) as server:
        for _ in range(2):
            server.ensure_database("firma")
        logins = names(server, "select rolname from pg_roles where rolcanlogin order by 1")
        databases = names(server, "select datname from pg_database where datname = 'firma'")
        owner = names(
            server, "select pg_get_userbyid(datdba) from pg_database where datname = 'firma'"
        )
    assert logins == sorted([APPLICATION, OWNER, SUPERUSER])
    assert (databases, owner) == (["firma"], [OWNER])


def test_application_login_owns_nothing_and_inherits_nothing(folder: Path) -> None:
    with running(folder / "data", durable=False) as server:
        server.ensure_database("firma")
        [weak] = names(
            server,
            "select not (rolsuper or rolbypassrls or rolcreaterole or rolinherit)"
            f" from pg_roles where rolname = '{APPLICATION}'",
        )
    assert weak


def test_data_is_found_again_and_erased_when_told(folder: Path) -> None:
    for expected in ([], ["firma"]):
        with running(folder / "data", durable=True) as server:
            known = names(server, "select datname from pg_database where datname = 'firma'")
            assert known == expected
            server.ensure_database("firma")
    erase(folder / "data")
    with running(folder / "data", durable=True) as server:
        assert names(server, "select datname from pg_database where datname = 'firma'") == []


def test_server_listens_on_its_socket_alone(folder: Path) -> None:
    with running(folder / "data", durable=False) as server:
        assert names(server, "show listen_addresses") == [""]
        assert server.socket_folder.stat().st_mode & 0o077 == 0


def test_log_is_its_owners_alone(folder: Path) -> None:
    log = folder / "postgresql.log"
    log.touch(mode=0o644)
    with (
        running(folder / "data", durable=False) as server,
        psycopg.connect(server.url(SUPERUSER, "postgres")) as connection,
        pytest.raises(psycopg.errors.UndefinedTable),
    ):
        connection.execute("select 'Kessler' from nowhere")
    assert "Kessler" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_server_ends_with_its_block(folder: Path) -> None:
    with running(folder / "data", durable=False) as server:
        url = server.url(SUPERUSER, "postgres")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_server_ends_when_its_parent_is_killed(folder: Path, held: "subprocess.Popen[str]") -> None:
    url, server = told(held)
    with psycopg.connect(url):
        held.send_signal(signal.SIGKILL)
        held.wait()
    wait_for_end(server)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    with running(folder / "data", durable=False) as again:
        assert names(again, "select 'here'") == ["here"]


def test_second_start_on_the_same_data_names_who_holds_it(
    folder: Path, held: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    _, number = told(held)
    monkeypatch.setattr("handschlag.cli.postgres.server.HAND_OVER_SECONDS", 0)
    assert f"is in use by another start (process {number})" in refusal(folder / "data")


def test_half_made_data_is_made_anew(folder: Path) -> None:
    with running(folder / "data", durable=False) as server:
        unfinished = server.data.with_name(f"{server.data.name}.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("1")
    erase(folder / "data")
    with running(folder / "data", durable=False) as server:
        assert names(server, "select 'here'") == ["here"]
    assert not unfinished.exists()


@as_root
def test_root_lets_nobody_run_it(folder: Path, held: "subprocess.Popen[str]") -> None:
    _, server = told(held)
    nobody = pwd.getpwnam(place.UNPRIVILEGED)
    assert account_of(server) == nobody.pw_uid
    assert (folder / "data").stat().st_uid == nobody.pw_uid
    assert "Groups:\t \n" in Path(f"/proc/{server}/status").read_text()


@as_root
def test_data_closed_to_nobody_lies_in_a_folder_of_roots(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(place, "ROOTS_OWN", folder)
    with running(closed / "data", durable=False) as server:
        assert folder in server.data.parents
        assert names(server, "select 'here'") == ["here"]
    erase(closed / "data")
    assert list(closed.iterdir()) == []


@as_root
def test_folder_of_somebody_else_is_refused(folder: Path) -> None:
    (folder / "data").mkdir()
    os.chown(folder / "data", 1234, 1234)
    assert "belongs to somebody else" in refusal(folder / "data")


def test_place_that_is_no_folder_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = folder / "occupied"
    occupied.write_text("a file where a folder should be")
    monkeypatch.setattr(place, "ROOTS_OWN", occupied)
    assert refusal(occupied / "data").startswith("PostgreSQL cannot use its folder: ")


def test_long_paths_get_a_short_socket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "ROOTS_OWN", folder)
    deep = folder / ("a" * 90)
    deep.mkdir(mode=0o755)
    with running(deep / "data", durable=False) as server:
        address = str(server.socket_folder / ".s.PGSQL.5432")
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(address)
    assert len(address) < 108
