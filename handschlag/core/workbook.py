"""A workbook with one sheet, ready to be filtered and read: written row by row."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from handschlag.core.defusing import Value, defused, printable

PART = 64 * 1024
TITLE_LENGTH = 31
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
MEASURED = 200
NARROWEST, WIDEST = 10, 50
MARGIN = 3
DAY = {"de": "dd.mm.yyyy"}
ISO_DAY = "yyyy-mm-dd"
CLOCK = " hh:mm"
AMOUNT = "#,##0.00"


@dataclass(frozen=True, slots=True)
class Page:
    """The one sheet of a workbook: its name, its head and its rows, which are read once."""

    title: str
    head: list[str]
    rows: Iterable[list[Value]]


def parts_of(page: Page, language: str) -> Iterator[bytes]:
    """The bytes of a workbook of `page`; days are written as readers of `language` do."""
    book, day = Workbook(write_only=True), DAY.get(language, ISO_DAY)
    sheet = book.create_sheet(_title(page.title))
    rows = iter(page.rows)
    first = list(islice(rows, MEASURED))
    _lay_out(sheet, [page.head, *first])
    sheet.append([_bold(sheet, title) for title in page.head])
    height = 1
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value, day) for value in row])
        height += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.head))}{height}"
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(PART):
            yield part


def _lay_out(sheet: Any, rows: list[list[Any]]) -> None:
    """A write-only sheet takes its columns before its rows."""
    sheet.freeze_panes = "A2"
    for number, values in enumerate(zip_longest(*rows), 1):
        longest = max(map(_width, values))
        width = min(max(longest + MARGIN, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _width(value: Value) -> int:
    if isinstance(value, datetime):
        return len(ISO_DAY) + len(CLOCK)
    return len(ISO_DAY) if isinstance(value, date) else len(str(value or ""))


def _title(title: str) -> str:
    return NOT_IN_A_TITLE.sub(" ", printable(title))[:TITLE_LENGTH]


def _bold(sheet: Any, title: str) -> Any:
    cell = _text(sheet, title)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Value, day: str) -> Any:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime):
        return _formatted(sheet, timezone.localtime(value).replace(tzinfo=None), day + CLOCK)
    if isinstance(value, date):
        return _formatted(sheet, value, day)
    return _formatted(sheet, value, AMOUNT) if isinstance(value, Decimal) else value


def _formatted(sheet: Any, value: Value, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=defused(printable(value)))
    cell.data_type = "s"
    return cell
