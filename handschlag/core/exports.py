"""CSV and XLSX of a filtered list, streamed, with formulas defused."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from handschlag.core.isolation import streamed

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | Decimal | date | datetime | None


class _Echo:
    def write(self, value: str) -> str:
        return value


def defused(value: str) -> str:
    """A text that a spreadsheet shows as text, never runs as a formula."""
    begins = value.lstrip(" \xa0\u3000\ufeff")
    return f"'{value}" if begins.startswith(FORMULA_STARTS) else value


def csv_response(name: str, head: list[str], rows: Iterable[list[Value]]) -> HttpResponseBase:
    """Semicolons and a byte order mark: what a German Excel opens by a double click."""
    lines = streamed(_csv_lines(head, rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(name: str, head: list[str], rows: Iterable[list[Value]]) -> HttpResponseBase:
    """Numbers stay numbers and days stay days."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([defused(title) for title in head])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _csv_lines(head: list[str], rows: Iterable[list[Value]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([defused(title) for title in head])
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Value) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return defused(value) if isinstance(value, str) else str("" if value is None else value)


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=defused(_printable(value)))
        cell.data_type = "s"
        return cell
    return value


def _printable(text: str) -> str:
    return UNPRINTABLE.sub("", text)
