"""`handschlag verify-journal`: whether the journal still says what it said."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from handschlag.cli.house import set_up

KEEP = "Compare the head with one that you keep elsewhere: --head finds what was taken off the end."


def verify_journal(
    head: Annotated[
        str, typer.Option(metavar="HEAD", help="A head from the log or from the daily mail.")
    ] = "",
) -> None:
    """Find every change of what the journal has sealed. Exit code 1 if there is one."""
    set_up()
    from handschlag.core.actor import system_actor
    from handschlag.core.isolation import acting
    from handschlag.core.journal.verification import verify

    console = Console(highlight=False)
    with console.status("Reading the journal …"), acting(system_actor("verify-journal")):
        report = verify(head)
    for change in report.changes:
        typer.echo(f"✗ {change}")
    typer.echo(f"Seals: {report.seals}")
    if not report.changes:
        typer.echo(f"{report.sealed} entries are as they were sealed.")
    for partition in report.dropped:
        typer.echo(f"{partition} is gone; its seals stand.")
    if report.tail.entries:
        tail = report.tail
        typer.echo(
            f"{tail.entries} entries are not sealed yet, ids {tail.first_id} to {tail.last_id}:"
            " nothing is known about them."
        )
    if report.head:
        typer.echo(f"Head: {report.head}")
    if not head:
        typer.echo(KEEP)
    sys.exit(1 if report.changes else 0)
