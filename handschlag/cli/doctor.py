"""`handschlag doctor`: looks at everything that an operator can have set wrongly."""

import smtplib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import django
from rich.console import Console
from rich.table import Table

OLDEST_POSTGRESQL = 160000
FEWEST_MONTHS = 3
Check = Callable[[], str]


class Unwell(Exception):
    """A check failed; the message says what to do."""


def doctor() -> None:
    """Check configuration, database, mail and storage; say what to do. Exit code 1 if ill."""
    django.setup()
    table = Table(show_header=False, box=None, padding=(0, 2))
    ill = False
    for name, check in CHECKS:
        try:
            table.add_row("[green]✓[/green]", name, check())
        except Unwell as problem:
            ill = True
            table.add_row("[red]✗[/red]", name, str(problem))
    Console().print(table)
    sys.exit(1 if ill else 0)


def _house() -> str:
    from django.core.checks import run_checks

    errors = [message for message in run_checks() if message.is_serious()]
    if errors:
        raise Unwell(f"{errors[0].msg} {errors[0].hint or ''}")
    return "every route, table and retention class is declared"


def _public_url() -> str:
    from django.conf import settings

    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unwell("PUBLIC_URL must look like https://portal.example.com.")
    if parts.scheme == "http" and settings.MODE == "production":
        raise Unwell("PUBLIC_URL is http; customers need https in production.")
    return settings.PUBLIC_URL


def _database() -> str:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            version = connection.pg_version  # type: ignore[attr-defined]
            cursor.execute(
                "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
            )
            too_strong = cursor.fetchone()[0]
    except DatabaseError as error:
        raise Unwell(f"DATABASE_URL does not lead to a database: {error}") from error
    if version < OLDEST_POSTGRESQL:
        raise Unwell("PostgreSQL 16 or newer is needed.")
    if too_strong:
        raise Unwell("the login of DATABASE_URL bypasses row-level security; use a plain one.")
    return f"PostgreSQL {version // 10000}, plain login"


def _migrations() -> str:
    from handschlag.core.database import pending_migrations

    if pending_migrations():
        raise Unwell("migrations are pending: run `handschlag migrate`.")
    return "up to date"


def _partitions() -> str:
    from django.db import connections

    from handschlag.core.journal.partitions import months_ahead

    with connections["autocommit"].cursor() as cursor:
        months = months_ahead(cursor)
    if months < FEWEST_MONTHS:
        raise Unwell(f"the journal has room for {months} more months: run `handschlag migrate`.")
    return f"{months} months ahead"


def _mail() -> str:
    from django.core.mail import get_connection

    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        raise Unwell(f"the mail server of HANDSCHLAG_MAIL_URL does not answer: {error}") from error
    return "the mail server answers"


def _storage() -> str:
    from django.conf import settings

    folder = Path(settings.FILES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder} can be written"
    except OSError as error:
        raise Unwell(f"HANDSCHLAG_FILES cannot be written: {error.strerror}.") from error


CHECKS: tuple[tuple[str, Check], ...] = (
    ("House", _house),
    ("Address", _public_url),
    ("Database", _database),
    ("Migrations", _migrations),
    ("Journal", _partitions),
    ("Mail", _mail),
    ("Files", _storage),
)
