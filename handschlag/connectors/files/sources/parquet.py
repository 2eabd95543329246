from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _
from pyarrow.parquet import ParquetFile

from handschlag.connectors.files.refusals import ImportRefused
from handschlag.connectors.files.sources.rows import Row, places_of

ROWS_AT_ONCE = 2_000
BROKEN = (pa.ArrowException, OSError)


class ParquetSource:
    """Rows count from 1; `size` is their number."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        self._name = path.name
        try:
            self._file = ParquetFile(path)
        except BROKEN:
            raise self._broken() from None
        header = self._file.schema_arrow.names
        self._theirs = [header[place] for place in places_of(columns, header)]
        self._ours = list(columns)
        self.size = self._file.metadata.num_rows
        if not self.size:
            raise ImportRefused(_("The file %(file)s has no rows.") % {"file": path.name})

    def rows(self, *, after: int) -> Iterator[Row]:
        for first, batch in self._batches(after):
            values = (_values(batch.column(name)) for name in self._theirs)
            for number, cells in enumerate(zip(*values, strict=True), start=first):
                if number > after:
                    yield Row(number, cells, number)

    def sample(self, column: str, count: int) -> list[Any]:
        place = self._ours.index(column)
        return [row.cells[place] for row in islice(self.rows(after=0), count)]

    def _batches(self, after: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The batches of the row groups that end behind `after`, each with its first row."""
        before = 0
        for group in range(self._file.num_row_groups):
            number = before + 1
            before += self._file.metadata.row_group(group).num_rows
            if before <= after:
                continue
            for batch in self._read(group):
                yield number, batch
                number += batch.num_rows

    def _read(self, group: int) -> Iterator[pa.RecordBatch]:
        columns = list(dict.fromkeys(self._theirs))
        try:
            yield from self._file.iter_batches(ROWS_AT_ONCE, [group], columns)
        except BROKEN:
            raise self._broken() from None

    def _broken(self) -> ImportRefused:
        return ImportRefused(
            _("The Parquet file %(file)s is damaged or incomplete.") % {"file": self._name}
        )


def _values(column: pa.Array) -> list[Any]:
    """Nanoseconds are finer than what Python knows; coarser units would overflow unseen."""
    if pa.types.is_nested(column.type):
        return [scalar if scalar.is_valid else None for scalar in column]
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return column.to_pylist()
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    """What Python cannot hold comes as a text that no parser takes."""
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return "\udcff"
