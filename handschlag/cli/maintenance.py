"""`handschlag maintenance`: every page says that the house is serviced, and until when."""

import sys
from datetime import datetime, time
from typing import Annotated

import django
import typer

app = typer.Typer(help="Say on every page that the portal is serviced.", no_args_is_help=True)
WAYS = "`14:30` for today, or `2026-11-23 14:30`"


@app.command()
def on(
    until: Annotated[str, typer.Option(metavar="TIME", help=f"When it will be over: {WAYS}.")] = "",
) -> None:
    """From the next request on, until `off`. Health checks still answer."""
    django.setup()
    from handschlag.core.http import maintenance

    moment = _moment(until) if until else None
    maintenance.begin(moment)
    end = f" until {moment:%Y-%m-%d %H:%M}" if moment else ""
    typer.echo(f"Every page says that the portal is serviced{end}.")


@app.command()
def off() -> None:
    """Let everybody in again."""
    django.setup()
    from handschlag.core.http import maintenance

    was_on = maintenance.end()
    typer.echo("The portal is open again." if was_on else "The portal was open already.")


def _moment(text: str) -> datetime:
    from django.utils import timezone

    try:
        moment = datetime.combine(timezone.localdate(), time.fromisoformat(text))
    except ValueError:
        moment = _day_and_time(text)
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment < timezone.now():
        sys.exit(f"{text} has passed already.")
    return moment


def _day_and_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        sys.exit(f"“{text}” is no time: write {WAYS}.")
