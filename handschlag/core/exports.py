"""CSV and XLSX of a filtered list, streamed, with formulas defused."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from handschlag.core.defusing import Value, defused
from handschlag.core.isolation import streamed
from handschlag.core.workbook import Page, parts_of

MAX_ROWS = 5_000
CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an export holds: `as_row` makes the cells of each of `rows`, which are read late.

    `name` is the file's, without its ending, `title` that of the sheet in it.
    """

    name: str
    title: str
    head: list[str]
    rows: QuerySet[Any]
    as_row: Callable[[Any], list[Value]]

    @property
    def is_too_long(self) -> bool:
        return self.rows[: MAX_ROWS + 1].count() > MAX_ROWS


class _Echo:
    def write(self, value: str) -> str:
        return value


def export_response(sheet: Sheet, file_format: str | None) -> HttpResponseBase:
    """`sheet` as `csv` or `xlsx`; raises BadRequest for any other format."""
    if file_format not in {"csv", "xlsx"}:
        raise BadRequest("format")
    # The request's language and zone are gone when the body is made.
    cells = _cells(sheet, get_language() or "", timezone.get_current_timezone())
    if file_format == "csv":
        return csv_response(sheet.name, sheet.head, cells)
    return xlsx_response(sheet.name, Page(sheet.title, sheet.head, cells))


def _cells(sheet: Sheet, language: str, zone: tzinfo | None) -> Iterator[list[Value]]:
    with translation.override(language), timezone.override(zone):
        for row in sheet.rows.iterator(chunk_size=CHUNK):
            yield sheet.as_row(row)


def csv_response(name: str, head: list[str], rows: Iterable[list[Value]]) -> HttpResponseBase:
    """Semicolons and a byte order mark: what a German Excel opens by a double click."""
    return _attachment(f"{name}.csv", "text/csv; charset=utf-8", _csv_lines(head, rows))


def xlsx_response(name: str, page: Page) -> HttpResponseBase:
    """Numbers stay numbers and days stay days."""
    return _attachment(f"{name}.xlsx", XLSX, parts_of(page, get_language() or ""))


def _attachment(name: str, media_type: str, parts: Iterable[str | bytes]) -> HttpResponseBase:
    response = StreamingHttpResponse(streamed(parts), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


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
