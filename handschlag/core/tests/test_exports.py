"""What a spreadsheet reads back is text, number and day, and never runs."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from handschlag.core.actor import Actor, ActorKind
from handschlag.core.defusing import FORMULA_STARTS, NEGATIVE, defused
from handschlag.core.exports import csv_response, xlsx_response
from handschlag.core.isolation import acting
from handschlag.core.workbook import Page

ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10)
HEAD = ["Nummer", "Betrag", "Datum", "Zeit", "Stück", "leer"]
ROW = [
    'AB-1; mit "Zeichen"\nund Zeile',
    Decimal("-1284.90"),
    date(2026, 11, 23),
    datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
    3,
    None,
]
SKIPPED = re.compile("Z|Cc|Cf")
ATTACKS = [
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '\xa0=HYPERLINK("http://x")',
    "＝1+1",
    "－1＋1",
    "＋1",
    "＠SUM(A1)",
    "\u2007=1",
    "\u3000=1",
    "\u202f=1",
    "\u200b=1",
    "\u2060\u200d@SUM(A1)",
    "\ufeff=1",
    "\u00ad+1",
    "\u2028=1",
    "\x1f=1",
    " \t \n\u200b =1",
    "-1,5;=2",
]


def body(response: Any) -> bytes:
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in response)


def csv_of(rows: Iterable[list[Any]]) -> list[list[str]]:
    with acting(ALICE):
        response = csv_response("Rechnungen", HEAD, rows)
    text = body(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def xlsx_of(rows: Iterable[list[Any]]) -> Any:
    with acting(ALICE):
        response = xlsx_response("Rechnungen", Page("Rechnungen: [offen]/*", HEAD, rows))
    return load_workbook(io.BytesIO(body(response))).active


@pytest.mark.django_db
def test_csv_reads_back() -> None:
    head, row = csv_of([ROW])
    assert head == HEAD
    assert row == [ROW[0], "-1284,90", "2026-11-23", "2026-11-24 00:30", "3", ""]


@pytest.mark.django_db
def test_csv_opens_in_a_german_excel() -> None:
    with acting(ALICE):
        response = csv_response("Aufträge 2026", HEAD, [])
    assert body(response).startswith(b"\xef\xbb\xbfNummer;Betrag")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Auftr%C3%A4ge")


@pytest.mark.django_db
def test_xlsx_keeps_numbers_and_days() -> None:
    sheet = xlsx_of([ROW])
    values = [cell.value for cell in sheet[2]]
    assert values[1:] == [
        -1284.90,
        datetime(2026, 11, 23),  # noqa: DTZ001  a sheet knows no zone
        datetime(2026, 11, 24, 0, 30),  # noqa: DTZ001
        3,
        None,
    ]
    assert values[0] == ROW[0]


@pytest.mark.django_db
def test_xlsx_is_ready_to_be_read_and_filtered() -> None:
    sheet = xlsx_of([ROW, [*ROW[:-1], "x" * 500]])
    assert sheet.title == "Rechnungen   offen   "
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert [cell.number_format for cell in sheet[2]][1:4] == [
        "#,##0.00",
        "dd.mm.yyyy",
        "dd.mm.yyyy hh:mm",
    ]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths == [len(ROW[0]) + 3, 11, 13, 19, 10, 50]


@pytest.mark.django_db
def test_no_formula_survives() -> None:
    sheet = xlsx_of([[attack] for attack in ATTACKS])
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(ATTACKS)
    assert [row[0] for row in csv_of([[attack] for attack in ATTACKS])[1:]] == [
        f"'{attack}" for attack in ATTACKS
    ]


@given(st.text() | st.text("=+-@＝\t\n \xa0\u2007\u3000\u200b\ufeff1,").filter(lambda t: "=" in t))
def test_defused_text_begins_with_nothing_that_runs(text: str) -> None:
    shown = defused(text)
    assert shown.endswith(text)
    seen = "".join(letter for letter in shown if not SKIPPED.match(category(letter)))
    assert seen[:1] not in FORMULA_STARTS or NEGATIVE.fullmatch(text)


@pytest.mark.parametrize("number", ["-5", "-1284,90", "-1.284,90", "-0.5"])
def test_negative_number_stays_a_number(number: str) -> None:
    assert defused(number) == number


@pytest.mark.django_db
def test_any_text_makes_a_sheet_that_opens() -> None:
    texts = [chr(code) for code in [*range(32), 0x7F, 0xFFFE, 0xFFFF, 0x1F600]]
    sheet = xlsx_of([[f"a{text}b"] for text in texts])
    assert sheet.max_row == len(texts) + 1


@pytest.mark.django_db
def test_titles_are_defused_too() -> None:
    with acting(ALICE):
        text = body(csv_response("x", ["=1+1"], [])).decode("utf-8-sig")
    assert text == "'=1+1\r\n"
