"""`handschlag import`: data of other systems, with a progress bar and a report to act on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from handschlag.connectors.files.reports import ImportReport

app = typer.Typer(help="Take in data of other systems.", no_args_is_help=True)
console = Console(highlight=False)
STEPS = {"reading": "Reading the file", "taking_in": "Taking in documents"}
NOUNS = {
    "customers": "Customers",
    "orders": "Orders",
    "invoices": "Invoices",
    "credit_notes": "Credit notes",
    "bookings": "Bookings",
    "lines_apart": "Lines kept apart",
}


@app.callback()
def group() -> None:
    """Take in data of other systems."""


@app.command()
def orders(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Parquet or CSV.")],
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file that names the columns and their meaning.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, change nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="CSV to write with the rows that were refused.")
    ] = None,
) -> None:
    """Take in customers, orders, invoices and credit notes. Safe to repeat and to interrupt."""
    django.setup()
    from handschlag.connectors.files.orders import import_orders
    from handschlag.connectors.files.refusals import ImportRefused

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, size: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step])
            bars.update(tasks[step], completed=done, total=size)

        try:
            result = import_orders(
                file, mapping=mapping, dry_run=dry_run, report=report, progress=show
            )
        except ImportRefused as refused:
            bars.stop()
            sys.exit(str(refused))
    _show(result, report)


def _show(result: "ImportReport", report: Path | None) -> None:
    table = Table("", "new", "changed", "unchanged", box=None)
    for noun, count in result.counts.items():
        figures = (count.created, count.changed, count.unchanged)
        table.add_row(NOUNS.get(noun, noun), *(f"{figure:,}" for figure in figures))
    console.print(table)
    console.print(f"Rows read: {result.rows:,}, refused: {result.refused:,}")
    console.print(f"Total of all lines: {result.total}")
    if report and result.refused:
        console.print(f"The refused rows are in {report}.")
    if result.is_dry_run:
        console.print("This was a dry run: nothing has been changed.")
