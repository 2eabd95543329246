"""The one command line of Handschlag."""

import errno
import os
import sys

import typer
from django.db import OperationalError

from handschlag.cli import (
    createadmin,
    createportal,
    demo,
    doctor,
    importing,
    invite,
    migrate,
    serve,
    worker,
)
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
app.command()(worker.worker)
app.command()(migrate.migrate)
app.command()(createportal.createportal)
app.command()(invite.invite)
app.command()(createadmin.createadmin)
app.command()(doctor.doctor)
app.add_typer(importing.app, name="import")

EXPECTED = (ConfigurationError, PostgresFailed, UnsoundInstallationError)
MENDABLE = {errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.ENOTDIR, errno.EROFS}
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
    except OperationalError as error:
        sys.exit(f"The database does not do what Handschlag asks: {_first_line(error)}")
    except OSError as error:
        if error.errno not in MENDABLE:
            raise
        sys.exit(f"Handschlag cannot go on: {error.strerror}: {error.filename or 'disk'}")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
