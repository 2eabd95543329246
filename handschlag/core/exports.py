"""CSV and XLSX of a filtered list, one at a time for each person, with formulas defused."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from handschlag.core.defusing import Value, defused
from handschlag.core.workbook import Page, parts_of

MAX_ROWS = 5_000
CHUNK = 500
LONGEST_STATEMENT = "30s"
RETRY_AFTER = "10"
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


def export_response(request: Any, sheet: Sheet) -> HttpResponse:
    """`sheet` in the format that the address names; raises BadRequest for an unknown one.

    Whoever has an export running gets a 429: files are the dearest pages of all, and one person
    must not keep everybody else waiting.
    """
    file_format = request.GET.get("format")
    if file_format not in {"csv", "xlsx"}:
        raise BadRequest("format")
    if not is_only_one_of(request.actor.person_id):
        return come_back(request)
    cells = (sheet.as_row(row) for row in sheet.rows.iterator(chunk_size=CHUNK))
    if file_format == "csv":
        return csv_response(sheet.name, sheet.head, cells)
    return xlsx_response(sheet.name, Page(sheet.title, sheet.head, cells))


def is_only_one_of(person_id: int) -> bool:
    """Takes a lock that the end of the request's transaction gives back, whatever happens."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('statement_timeout', %s, true)", [LONGEST_STATEMENT])
        cursor.execute(
            "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"handschlag.export.{person_id}"],
        )
        return bool(cursor.fetchone()[0])


def come_back(request: Any) -> HttpResponse:
    context = {"reference": request.reference, "again": request.get_full_path()}
    response = render(
        request, "ui/errors/export_running.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response["Retry-After"] = RETRY_AFTER
    return response


def csv_response(name: str, head: list[str], rows: Iterable[list[Value]]) -> HttpResponse:
    """Semicolons and a byte order mark: what a German Excel opens by a double click."""
    return attachment(f"{name}.csv", "text/csv; charset=utf-8", _csv_lines(head, rows))


def xlsx_response(name: str, page: Page) -> HttpResponse:
    """Numbers stay numbers and days stay days."""
    return attachment(f"{name}.xlsx", XLSX, parts_of(page, get_language() or ""))


def attachment(name: str, media_type: str, parts: Iterable[str | bytes]) -> HttpResponse:
    response = HttpResponse(parts, content_type=media_type)
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
