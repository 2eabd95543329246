"""Databases of a test run: one template per state of the schema, a copy for whoever asks.

The owner's login needs CREATEDB and CREATEROLE; the databases are made and dropped here, never
by Django, since the application's login may do neither.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import Connection, connect, sql
from psycopg.errors import ObjectInUse

from handschlag.core.database import migrate
from handschlag.core.isolation.declarations import tables
from handschlag.core.tests.factory_role import LOGIN, create_test_login

TEMPLATE = "hs_template_"
RUN = "hs_run_"
KEPT_TEMPLATES = 3
SCHEMA_FILES = (
    "**/migrations/*.py",
    "**/contributions.py",
    "**/models.py",
    "core/database.py",
    "core/ids.py",
    "core/**/models.py",
    "core/isolation/*.py",
    "core/jobs/schema.py",
    "core/journal/partitions.py",
    "core/tests/factory_role.py",
)
SCHEMA_PACKAGES = ("django", "django-allauth", "procrastinate")
KEPT_TABLES = ("django_migrations", "django_content_type", "auth_")
ALIASES = ("default", "autocommit", "owner")
PRODUCTION_LOGIN = settings.DATABASES["default"]["USER"]
_copies = 0


def ensure_template() -> str:
    """The name of a migrated database without rows, made when nobody has made it yet."""
    with _one_at_a_time(), _maintenance() as maintenance:
        _drop_leftovers(maintenance)
        name = TEMPLATE + _schema_digest()
        if name not in _names(maintenance, TEMPLATE):
            _drop_old_templates(maintenance)
            _make_template(maintenance, name)
        return name


def copy_of(template: str) -> str:
    global _copies  # noqa: PLW0603  one counter per process names its databases
    _copies += 1
    name = f"{RUN}{os.getpid()}_{_copies}"
    with _maintenance() as maintenance:
        _run(maintenance, "create database {} template {}", name, template)
        # PostgreSQL copies everything but these rights.
        _run(maintenance, "revoke all on database {} from public", name)
        _run(maintenance, "grant connect on database {} to {}, {}", name, PRODUCTION_LOGIN, LOGIN)
        _run(maintenance, "grant temporary on database {} to handschlag_system", name)
    return name


def empty() -> None:
    """Take out the rows of a test that has committed; what `migrate` put in stays."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("set lock_timeout = '10s'")
        held = [f"select '{table}' where exists (select from {table})" for table in _data_tables()]
        cursor.execute(" union all ".join(held))
        filled = ", ".join(row[0] for row in cursor.fetchall())
        if filled:
            cursor.execute(f"truncate {filled} cascade")


def _data_tables() -> list[str]:
    return [table for table, _ in tables() if not table.startswith(KEPT_TABLES)]


def drop(name: str) -> None:
    """A database that something still uses stays until the next run takes out the leftovers."""
    with _maintenance() as maintenance, suppress(ObjectInUse):
        _run(maintenance, "drop database if exists {}", name)


@contextmanager
def pointed_at(name: str, *, login: str) -> Iterator[None]:
    """All connections, of all threads, lead to the database `name`; the application as `login`."""
    before = {alias: dict(connections.settings[alias]) for alias in ALIASES}
    connections.close_all()
    for alias in ALIASES:
        connections.settings[alias]["NAME"] = name
    for alias in ("default", "autocommit"):
        connections.settings[alias]["USER"] = login
    try:
        yield
    finally:
        connections.close_all()
        for alias in ALIASES:
            connections.settings[alias].update(before[alias])


def _make_template(maintenance: Connection, name: str) -> None:
    unfinished = f"{RUN}{os.getpid()}_template"
    _run(maintenance, "create database {}", unfinished)
    with pointed_at(unfinished, login=PRODUCTION_LOGIN):
        migrate(verbosity=0)
        with connections["owner"].cursor() as cursor:
            create_test_login(cursor)
    _run(maintenance, "alter database {} rename to {}", unfinished, name)


def _drop_leftovers(maintenance: Connection) -> None:
    """Databases of test runs that were killed."""
    for name in _names(maintenance, RUN):
        if not Path(f"/proc/{name.split('_')[2]}").exists():
            drop(name)


def _drop_old_templates(maintenance: Connection) -> None:
    for name in _names(maintenance, TEMPLATE)[:-KEPT_TEMPLATES]:
        drop(name)


def _names(maintenance: Connection, prefix: str) -> list[str]:
    found = maintenance.execute(
        "select datname from pg_database where starts_with(datname, %s) order by oid",
        [prefix],
    )
    return [row[0] for row in found]


def _schema_digest() -> str:
    root = Path(__file__).parents[2]
    files = sorted({path for pattern in SCHEMA_FILES for path in root.glob(pattern)})
    digest = hashlib.sha256(f"{timezone.now():%Y-%m}".encode())
    for package in SCHEMA_PACKAGES:
        digest.update(version(package).encode())
    for path in files:
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _maintenance() -> Iterator[Connection]:
    owner = settings.DATABASES["owner"]
    with connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection


def _run(maintenance: Connection, statement: str, *names: str) -> None:
    maintenance.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    path = Path(tempfile.gettempdir()) / f"handschlag-test-databases-{os.getuid()}.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
