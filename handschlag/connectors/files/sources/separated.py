"""CSV as programs really write it: any of three delimiters and four encodings."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from handschlag.connectors.files.refusals import ImportRefused, Reason
from handschlag.connectors.files.sources.rows import Row, places_of

DELIMITERS = (";", ",", "\t")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONGEST_LINE = 4_000_000
MOST_LINES = 2_000
OVERLONG = "x" * (csv.field_size_limit() + 1) + "\n"
BLOCK = 1 << 20
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
UNDECODED = re.compile(r"[\udc80-\udcff]")


class SeparatedSource:
    """Rows count as a spreadsheet does, so the heading is row 1; `size` is in bytes."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        self._path, self._ours = path, list(columns)
        self.size = path.stat().st_size
        self._encoding = encoding_of(path)
        self._delimiter, header = self._heading(list(columns.values()))
        self._places, self._width = places_of(columns, header), len(header)
        if next(self.rows(after=0), None) is None:
            raise ImportRefused(_("The file %(file)s has no rows.") % {"file": path.name})

    def rows(self, *, after: int) -> Iterator[Row]:
        with self._open() as file:
            lines = _Lines(file)
            reader = csv.reader(lines, delimiter=self._delimiter)
            for number, cells in enumerate(self._records(reader, lines), start=1):
                if number <= max(after, 1) or (cells is not None and not any(cells)):
                    continue
                yield self._row(number, cells, file.buffer.tell())  # type: ignore[attr-defined]

    def sample(self, column: str, count: int) -> list[str]:
        place = self._ours.index(column)
        rows = islice(self.rows(after=0), count)
        return [row.cells[place] for row in rows if row.problem is None]

    def _records(
        self, reader: Iterator[list[str]], lines: "_Lines"
    ) -> Iterator[Sequence[str] | None]:
        """None for what the reader cannot take apart.

        A quotation mark that nobody closes swallows the lines that follow. So a record that
        spans lines and makes no row is one bad line, and the others are read again.
        """
        while True:
            lines.taken.clear()
            try:
                cells: list[str] | None = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = None
            if len(lines.taken) > 1 and (cells is None or len(cells) != self._width):
                lines.put_back(lines.taken[1:])
            yield cells

    def _row(self, number: int, cells: Sequence[str] | None, done: int) -> Row:
        if cells is None:
            return Row(number, (), done, Reason.LONG_CELL)
        if len(cells) != self._width:
            return Row(number, (), done, Reason.CELLS)
        return Row(number, [cells[place] for place in self._places], done)

    def _heading(self, theirs: list[str]) -> tuple[str, list[str]]:
        """The delimiter that finds most of the columns that we look for, and the heading."""
        wanted = {name.strip().casefold() for name in theirs}
        headings = {delimiter: self._first_record(delimiter) for delimiter in DELIMITERS}
        if not any(headings.values()):
            raise ImportRefused(
                _("The first row of %(file)s must name the columns.") % {"file": self._path.name}
            )
        return max(
            headings.items(),
            key=lambda item: len(wanted & {cell.strip().casefold() for cell in item[1]}),
        )

    def _first_record(self, delimiter: str) -> list[str]:
        with self._open() as file:
            try:
                return next(csv.reader(_Lines(file), delimiter=delimiter), [])
            except csv.Error:
                return []

    def _open(self) -> IO[str]:
        return self._path.open(encoding=self._encoding, errors=_errors(self._encoding), newline="")


class _Lines:
    """The lines of a file, none longer than memory likes; those read again come first."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next_of_file()
        self.taken.append(line)
        if len(self.taken) > MOST_LINES:
            raise csv.Error
        return line

    def put_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))

    def _next_of_file(self) -> str:
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) < LONGEST_LINE:
            return line
        while len(self._file.readline(LONGEST_LINE)) == LONGEST_LINE:
            pass
        return OVERLONG


def encoding_of(path: Path) -> str:
    """By its mark, else UTF-8 when that fits more of what is not ASCII than it does not.

    One wrong byte in a file of UTF-8 must not turn all others into "Ã¼".
    """
    with path.open("rb") as file:
        beginning = file.read(3)
        for mark, encoding in MARKS:
            if beginning.startswith(mark):
                return encoding
        file.seek(0)
        return "utf-8" if _fits_utf8(file) else "cp1252"


def _fits_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    good = bad = 0
    while block := file.read(BLOCK):
        text = decoder.decode(block)
        if not text.isascii():
            undecoded = len(UNDECODED.findall(text))
            bad += undecoded
            good += len(NOT_ASCII.findall(text)) - undecoded
    return good >= bad


def _errors(encoding: str) -> str:
    """Bytes that are no text become marks, which the parsers then refuse row by row."""
    return "replace" if encoding == "utf-16" else "surrogateescape"
