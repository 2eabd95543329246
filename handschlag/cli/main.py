"""The one command line of Handschlag."""

import errno
import os
import sys

import typer
from django.db import DatabaseError, OperationalError
from psycopg.errors import InvalidParameterValue, UndefinedColumn, UndefinedTable

from handschlag.cli import (
    createadmin,
    createportal,
    demo,
    doctor,
    erase_person,
    export_person,
    importing,
    invite,
    live,
    mail,
    maintenance,
    migrate,
    second_step,
    serve,
    verify_journal,
    worker,
)
from handschlag.cli.house import NOT_MIGRATED
from handschlag.cli.postgres import PostgresFailed
from handschlag.config.environment import ConfigurationError
from handschlag.core.checks import UnsoundInstallationError
from handschlag.core.database import OwnerMissing

app = typer.Typer(
    help="Handschlag, the customer portal beside your ERP and CRM.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(demo.demo)
app.command()(serve.web)
app.command()(live.live)
app.command()(worker.worker)
app.command()(migrate.migrate)
app.command()(createportal.createportal)
app.command()(invite.invite)
app.command()(createadmin.createadmin)
app.command()(export_person.export_person)
app.command()(erase_person.erase_person)
app.command()(doctor.doctor)
app.command()(verify_journal.verify_journal)
app.add_typer(importing.app, name="import")
app.add_typer(mail.app, name="mail")
app.add_typer(maintenance.app, name="maintenance")
app.add_typer(second_step.app, name="second-step")

EXPECTED = (ConfigurationError, PostgresFailed, UnsoundInstallationError)
MENDABLE = {errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.ENOTDIR, errno.EROFS}
UNPREPARED = (InvalidParameterValue, UndefinedColumn, UndefinedTable)
NO_OWNER = (
    "Handschlag cannot migrate: set HANDSCHLAG_OWNER_DATABASE_URL to the login that owns "
    "the database."
)


def main() -> None:
    """Run the command line; what an operator can mend is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.config.settings")
    try:
        app()
    except EXPECTED as error:
        sys.exit(f"Handschlag cannot start: {error}")
    except OwnerMissing:
        sys.exit(NO_OWNER)
    except DatabaseError as error:
        sys.exit(_about_the_database(error))
    except OSError as error:
        if error.errno not in MENDABLE:
            raise
        sys.exit(f"Handschlag cannot go on: {error.strerror}: {error.filename or 'disk'}")


def _about_the_database(error: DatabaseError) -> str:
    if isinstance(error.__cause__, UNPREPARED):
        return NOT_MIGRATED
    if not isinstance(error, OperationalError):
        raise error
    return f"The database does not do what Handschlag asks: {str(error).splitlines()[0]}"
