"""One table for the reader and one file for whoever compares two runs."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from bench.results import Result

HEADS = ("", "ours", "limit", "times", "from", "to", "p95", "statements", "kB", "gz")


def show(console: Console, results: list[Result]) -> None:
    heads = (Column(head, justify="right", no_wrap=True) for head in HEADS)
    table = Table(Column(no_wrap=True), *heads, box=None)
    for result in results:
        table.add_row(result.name, result.unit, *_figures(result))
    console.print(table)


def _figures(result: Result) -> tuple[str, ...]:
    return (
        f"{result.ours:,.1f}",
        f"{result.limit:,.2f}",
        f"{result.ratio:.1f}",
        *(f"{edge(result.ratios):.1f}" if result.ratios else "" for edge in (min, max)),
        "" if result.p95 is None else f"{result.p95:.1f}",
        "" if result.statements is None else str(result.statements),
        *("" if size is None else f"{size / 1024:.1f}" for size in _sizes(result)),
    )


def _sizes(result: Result) -> tuple[int | None, int | None]:
    return result.bytes, result.bytes_compressed


def write(path: Path, orders: int, results: list[Result]) -> None:
    lines = [{**asdict(result), "ratio": result.ratio} for result in results]
    path.write_text(json.dumps({"orders": orders, "results": lines}, indent=1))
