"""From the file into the staging table: read, check, COPY, a chunk of rows per transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from handschlag.connectors.files import values
from handschlag.connectors.files.mapping import Mapping
from handschlag.connectors.files.models import ImportRun
from handschlag.connectors.files.refusals import BadValue, Reason
from handschlag.connectors.files.sources import Row, Source

ROWS_PER_CHUNK = 20_000
REMEMBERED = 20_000
SAMPLE = 1_000
LONGEST_SHOWN = 200
LARGEST_AMOUNT = 10**10
Found = tuple[str, str, Reason]
FINDINGS = 'copy connector_files_finding (run_id, row, "column", value, reason) from stdin'


@dataclass(slots=True)
class Chunk:
    """Rows for the staging table and for the list of findings, and how far they reach."""

    lines: list[tuple[Any, ...]] = field(default_factory=list)
    findings: list[tuple[Any, ...]] = field(default_factory=list)
    refused: int = 0
    last_row: int = 0
    done: int = 0

    def refuse(self, run: ImportRun, row: Row, found: list[Found]) -> None:
        self.refused += 1
        self.findings += [(run.pk, row.number, *cell) for cell in found]


class _Column(dict[Any, Any]):
    """What each cell says, or the reason to refuse it; columns repeat their cells."""

    def __init__(self, parse: values.Parser) -> None:
        self._parse = parse

    def __missing__(self, cell: Any) -> Any:
        try:
            self[cell] = value = self._parse(cell)
        except BadValue as bad:
            return bad.reason
        return value

    def values_of(self, cells: Iterable[Any]) -> Iterator[Any]:
        if len(self) > REMEMBERED:
            self.clear()
        return map(self.__getitem__, cells)


class Reader:
    """Makes lines of the rows of a source, and findings of those that it must refuse."""

    def __init__(self, source: Source, mapping: Mapping) -> None:
        self._source = source
        self._theirs = mapping.columns.named()
        ours = list(self._theirs)
        parsers = _parsers(source, mapping)
        self._columns = [_Column(parsers[name]) for name in ours]
        self._quantity, self._price = ours.index("quantity"), ours.index("unit_price")
        self.copy = f"copy connector_files_stagedline (run_id, row, {', '.join(ours)}) from stdin"

    def chunks(self, run: ImportRun) -> Iterator[Chunk]:
        """What comes behind the last row of `run`."""
        rows = self._source.rows(after=run.last_row)
        while batch := list(islice(rows, ROWS_PER_CHUNK)):
            yield self._chunk(run, batch)

    def _chunk(self, run: ImportRun, rows: list[Row]) -> Chunk:
        chunk = Chunk(last_row=rows[-1].number, done=rows[-1].done)
        whole = [row for row in rows if row.problem is None]
        for row in rows:
            if row.problem is not None:
                chunk.refuse(run, row, [("", "", row.problem)])
        for row, line in zip(whole, self._lines(whole), strict=True):
            if Reason in map(type, line):
                chunk.refuse(run, row, self._bad_cells(row, line))
            elif abs(line[self._quantity] * line[self._price]) >= LARGEST_AMOUNT:
                chunk.refuse(run, row, [("", "", Reason.TOO_LARGE)])
            else:
                chunk.lines.append((run.pk, row.number, *line))
        return chunk

    def _lines(self, rows: list[Row]) -> Iterator[tuple[Any, ...]]:
        """By column, since most cells have been seen before."""
        cells = zip(*(row.cells for row in rows), strict=True)
        columns = zip(self._columns, cells, strict=True) if rows else ()
        return zip(*(column.values_of(given) for column, given in columns), strict=True)

    def _bad_cells(self, row: Row, line: tuple[Any, ...]) -> list[Found]:
        cells = zip(self._theirs.values(), row.cells, line, strict=True)
        return [(theirs, _shown(cell), bad) for theirs, cell, bad in cells if type(bad) is Reason]


def keep(run: ImportRun, chunk: Chunk, copy: str) -> None:
    """In one transaction with the position, so that no row is staged twice or not at all."""
    _copy(copy, chunk.lines)
    _copy(FINDINGS, chunk.findings)
    run.last_row = chunk.last_row
    run.staged += len(chunk.lines)
    run.refused += chunk.refused
    run.save(update_fields=["last_row", "staged", "refused"])


def _copy(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Past Django's cursor, which knows no COPY."""
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _parsers(source: Source, mapping: Mapping) -> dict[str, values.Parser]:
    said = mapping.values
    mark = said.decimal_mark or _decimal_mark(source)
    return {
        "document": values.text(40, required=True),
        "article": values.text(60, required=True),
        "description": values.text(250),
        "quantity": values.number(mark, places=4),
        "unit_price": values.number(mark, places=6),
        "moment": values.moment(ZoneInfo(said.time_zone), said.date_format),
        "customer": values.text(40),
        "customer_name": values.text(200),
        "country": values.text(60),
    }


def _decimal_mark(source: Source) -> str:
    cells = [
        cell for column in ("quantity", "unit_price") for cell in source.sample(column, SAMPLE)
    ]
    return values.decimal_mark_of([cell for cell in cells if isinstance(cell, str)])


def _shown(cell: Any) -> str:
    """What can be stored and shown of a cell that could not."""
    text = "" if cell is None else str(cell)[:LONGEST_SHOWN]
    return text.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()
