import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from handschlag.cli.postgres.place import Place, PostgresFailed, place_of, run_as

SUPERUSER, OWNER, APPLICATION = "postgres", "handschlag_owner", "handschlag_app"
START_SECONDS, STOP_SECONDS, HAND_OVER_SECONDS = 60, 60, 10
PR_SET_PDEATHSIG = 1
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("listen_addresses=", "shared_buffers=256MB", "max_wal_size=4GB", "jit=off")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reachable by its socket alone; `data` is where its data really lies."""

    socket_folder: Path
    data: Path

    def url(self, login: str, database: str) -> str:
        return f"postgresql://{login}@/{database}?host={quote(str(self.socket_folder))}"

    def ensure_database(self, name: str) -> None:
        """Create the logins and a database that belongs to the owner, where missing."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            _ensure_login(connection, OWNER, "createrole createdb")
            _ensure_login(connection, APPLICATION, "noinherit")
            known = connection.execute("select 1 from pg_database where datname = %s", [name])
            if known.fetchone() is None:
                create = sql.SQL("create database {} owner {}")
                connection.execute(create.format(sql.Identifier(name), sql.Identifier(OWNER)))


@contextmanager
def running(data: Path, *, durable: bool) -> Iterator[Server]:
    """A server on the folder `data`, made when missing, stopped on exit.

    It dies with this process, even when that is killed. As root it runs as an unprivileged
    user, in a folder under the system's own when `data` is closed to that user.
    """
    place = place_of(data)
    _wait_until_free(place)
    _initialise(place)
    process = _start(place, durable=durable)
    try:
        _wait_until_ready(process, place)
        yield Server(place.socket_folder, place.data)
    finally:
        _stop(process)


def erase(data: Path) -> None:
    """Remove the data of `data`, wherever it lies."""
    place = place_of(data)
    _wait_until_free(place)
    shutil.rmtree(place.data)


def _wait_until_free(place: Place) -> None:
    """A server whose parent was killed needs a moment to end."""
    deadline = time.monotonic() + HAND_OVER_SECONDS
    while (holder := _holder(place)) is not None:
        if time.monotonic() > deadline:
            raise PostgresFailed(
                f"the data in {place.data} is in use by another start (process {holder}): "
                "end that one first."
            )
        time.sleep(0.1)


def _holder(place: Place) -> int | None:
    try:
        number = int((place.data / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return None
    # After a crash the number can have gone to any other process.
    return number if str(place.data).encode() in command else None


def _initialise(place: Place) -> None:
    if (place.data / "PG_VERSION").exists():
        return
    # Renamed when complete: a folder that a kill has left half made would never start.
    unfinished = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if place.account:
        os.chown(unfinished, place.account.pw_uid, place.account.pw_gid)
    command = [
        str(place.binaries / "initdb"),
        *("-D", str(unfinished), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd="/", check=False, **run_as(place.account)
    )
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr)
        raise PostgresFailed(f"PostgreSQL could not make its folder {place.data}: {reason}")
    unfinished.rename(place.data)


def _start(place: Place, *, durable: bool) -> subprocess.Popen[bytes]:
    sockets = f"unix_socket_directories={place.socket_folder}"
    settings = [*SETTINGS, *(() if durable else HASTY), sockets]
    flags = [part for setting in settings for part in ("-c", setting)]
    # What customers looked for can stand in statements that failed.
    place.log.touch(mode=0o600)
    place.log.chmod(0o600)
    with place.log.open("ab") as log:
        return subprocess.Popen(
            [str(place.binaries / "postgres"), "-D", str(place.data), *flags],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  no threads yet
            **run_as(place.account),
        )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_until_ready(process: subprocess.Popen[bytes], place: Place) -> None:
    url = Server(place.socket_folder, place.data).url(SUPERUSER, "postgres")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError), psycopg.connect(url):
            return
        time.sleep(0.02)
    log = place.log.read_text(errors="replace").splitlines()
    raise PostgresFailed(f"PostgreSQL does not start: {log[-1] if log else 'no message'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _ensure_login(connection: psycopg.Connection, name: str, options: LiteralString) -> None:
    if connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is None:
        create = sql.SQL("create role {} login {}")
        connection.execute(create.format(sql.Identifier(name), sql.SQL(options)))
