"""`handschlag import`: data of other systems, with a progress bar and a report to act on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import override
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column, Table

from handschlag.cli.house import set_up

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
KINDS = {"invoice": "Invoices", "credit_note": "Credit notes", "booking": "Bookings"}


@app.callback()
def group() -> None:
    """Take in data of other systems."""


@app.command()
def orders(
    file: Annotated[Path, typer.Argument(help="Parquet or CSV, one row per line of a document.")],
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file that names the columns and their meaning.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, change nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="CSV to write with the rows that were refused, and why.")
    ] = None,
) -> None:
    """Take in customers, orders, invoices and credit notes. Safe to repeat and to interrupt."""
    set_up()
    from handschlag.connectors.files.orders import import_orders
    from handschlag.connectors.files.refusals import ImportRefused

    # The command line speaks English, whatever language the portal begins with.
    with override("en"):
        try:
            with _progress() as show:
                result = import_orders(
                    file, mapping=mapping, dry_run=dry_run, report=report, progress=show
                )
        except ImportRefused as refused:
            sys.exit(str(refused))
        _show(result, report)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, size: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step])
            bars.update(tasks[step], completed=done, total=size)

        yield show


def _show(result: "ImportReport", report: Path | None) -> None:
    _show_counts(result)
    _show_reconciliation(result)
    console.print(f"Rows read: {result.rows:,}, refused: {result.refused:,}")
    for reason, credit_notes in result.unlinked.items():
        sentence = f"Credit notes without a link: {credit_notes:,} ({reason.label})"
        console.print(sentence, soft_wrap=True)
    if report:
        console.print(f"Refused rows and missing links are in {report}.", soft_wrap=True)
    if result.host is None:
        console.print("No portal answers at PUBLIC_URL yet: the customers are admitted to none.")
    if result.is_dry_run:
        console.print("This was a dry run: nothing has been changed.")


def _show_counts(result: "ImportReport") -> None:
    table = Table("", *[_figures(name) for name in ("new", "changed", "unchanged")], box=None)
    for noun, count in result.counts.items():
        figures = (count.created, count.changed, count.unchanged)
        table.add_row(NOUNS[noun], *(f"{figure:,}" for figure in figures))
    console.print(table, "")


def _show_reconciliation(result: "ImportReport") -> None:
    held, names = result.reconciliation, ("documents", "lines", "amount", "linked")
    table = Table("In our tables", *[_figures(name) for name in names], box=None)
    for part in held.parts:
        noun = KINDS[part.kind] + (" without customer" if part.is_apart else "")
        figures = (f"{part.documents:,}", f"{part.lines:,}", str(result.money(part.amount)))
        table.add_row(noun, *figures, f"{part.linked:,}" if part.linked else "")
    documents = sum(part.documents for part in held.parts)
    table.add_row("Total", f"{documents:,}", f"{held.lines:,}", str(result.money(held.total)))
    table.add_row("Total of the file", "", "", str(result.money(held.said)))
    console.print(table, "")
    console.print(f"Lines of the longest document: {held.longest:,}")
    if str(result.money(held.said)) != str(result.money(held.total)):
        console.print("[bold]The two totals differ:[/bold] compare the parts with the source.")


def _figures(name: str) -> Column:
    return Column(name, justify="right")
