"""Rows that cannot be taken in are refused with a reason; all others are taken in as they are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils.translation import override

from handschlag.capabilities.billing.models import InvoiceLine
from handschlag.capabilities.ordering.models import OrderLine
from handschlag.connectors.files.models import Finding
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.refusals import Reason
from handschlag.connectors.files.tests.making import (
    COLUMNS,
    Line,
    line,
    write_csv,
    write_parquet,
    write_text,
)
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.hostile import hostile_texts

pytestmark = pytest.mark.django_db

BY = system_actor("test")
GOOD = "1001,22423,Cakestand,2,2026-01-05 08:30,12.75,12347,Germany"
LONGEST_DESCRIPTION = 250


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def findings() -> list[tuple[int, str, str]]:
    with acting(BY):
        return list(Finding.objects.order_by("row", "id").values_list("row", "column", "reason"))


def descriptions() -> list[str]:
    with acting(BY):
        return list(OrderLine.objects.order_by("position").values_list("description", flat=True))


def refused(path: Path) -> list[tuple[int, str, str]]:
    """What is found in a file whose other rows, `GOOD` or `line()`, go in all the same."""
    report = import_orders(path)
    found = findings()
    assert report.refused == len({row for row, _, _ in found})
    assert report.counts["invoices"].created == 1
    assert report.reconciliation.lines == report.rows - report.refused
    return found


BAD: list[tuple[Line, str, Reason]] = [
    ({"quantity": "two"}, "quantity", Reason.NUMBER),
    ({"quantity": ""}, "quantity", Reason.EMPTY),
    ({"quantity": "NaN"}, "quantity", Reason.NUMBER),
    ({"quantity": "inf"}, "quantity", Reason.NUMBER),
    ({"unit_price": "-Infinity"}, "unit_price", Reason.NUMBER),
    ({"unit_price": "1e99"}, "unit_price", Reason.TOO_LARGE),
    ({"unit_price": "9" * 30}, "unit_price", Reason.TOO_LARGE),
    ({"unit_price": "9" * 50}, "unit_price", Reason.NUMBER),
    ({"unit_price": "0x10"}, "unit_price", Reason.NUMBER),
    ({"unit_price": "١٢"}, "unit_price", Reason.NUMBER),
    ({"quantity": "999999999", "unit_price": "999999999"}, "", Reason.TOO_LARGE),
    ({"invoice_date": "soon"}, "invoice_date", Reason.MOMENT),
    ({"invoice_date": "1899-12-31"}, "invoice_date", Reason.MOMENT),
    ({"invoice_date": "2100-01-01"}, "invoice_date", Reason.MOMENT),
    ({"invoice_date": "99999-01-01"}, "invoice_date", Reason.MOMENT),
    ({"invoice_date": "31.02.2026"}, "invoice_date", Reason.MOMENT),
    ({"invoice_date": "2026-01-05 24:61"}, "invoice_date", Reason.MOMENT),
    ({"invoice_no": " "}, "invoice_no", Reason.EMPTY),
    ({"invoice_no": "1" * 41}, "invoice_no", Reason.TOO_LONG),
    ({"description": "x" * 251}, "description", Reason.TOO_LONG),
    ({"description": "x" * 100_000}, "description", Reason.TOO_LONG),
    ({"description": "a\0b"}, "description", Reason.CONTROL),
]


@pytest.mark.parametrize(("changes", "column", "reason"), BAD)
def test_bad_cell_is_refused(changes: Line, column: str, reason: Reason, tmp_path: Path) -> None:
    lines = [line(), line(**changes), line()]
    assert refused(write_csv(tmp_path / "a.csv", lines)) == [(3, column, reason)]


TYPED: list[tuple[str, pa.Array, Reason]] = [
    ("quantity", pa.array([1.0, float("nan")]), Reason.EMPTY),
    ("quantity", pa.array([1.0, float("-inf")]), Reason.NUMBER),
    ("quantity", pa.array([1.0, 1e300]), Reason.TOO_LARGE),
    ("quantity", pa.array([1, None]), Reason.EMPTY),
    ("unit_price", pa.array([Decimal(1), Decimal(10) ** 30]), Reason.TOO_LARGE),
    ("unit_price", pa.array([b"1", b"\xff"]), Reason.NUMBER),
    ("description", pa.array([["a"], ["b"]]), Reason.KIND),
    ("description", pa.array([True, False]), Reason.KIND),
    ("invoice_date", pa.array([1, 2**61], pa.timestamp("ms")), Reason.MOMENT),
    ("invoice_date", pa.array([1, 2**62], pa.timestamp("us")), Reason.MOMENT),
    ("invoice_date", pa.array([1, 2**62], pa.timestamp("ns", "UTC")), Reason.MOMENT),
    ("invoice_date", pa.array([1, 2**31 - 1], pa.date32()), Reason.MOMENT),
    ("invoice_date", pa.array([1, 2]), Reason.MOMENT),
]


@pytest.mark.parametrize(("column", "values", "reason"), TYPED)
def test_bad_value_of_parquet_is_refused(
    column: str, values: pa.Array, reason: Reason, tmp_path: Path
) -> None:
    table = pa.Table.from_pylist([line(), line()])
    table = table.set_column(table.schema.get_field_index(column), column, values)
    pq.write_table(table, tmp_path / "a.parquet")
    report = import_orders(tmp_path / "a.parquet")
    assert (2, column, reason) in findings()
    assert report.reconciliation.lines == report.rows - report.refused


def test_unclosed_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    broken = '1001,1,"unclosed,2,2026-01-05,1,12347,Germany'
    path = write_text(tmp_path / "a.csv", GOOD, broken, *[GOOD] * 50)
    assert refused(path) == [(3, "", Reason.CELLS)]
    assert descriptions() == ["Cakestand"] * 51


def test_row_of_another_width_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", GOOD, "1001,1", f"{GOOD},more", GOOD)
    assert refused(path) == [(3, "", Reason.CELLS), (4, "", Reason.CELLS)]


def test_huge_line_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", GOOD, "x" * 9_000_000, GOOD)
    assert refused(path) == [(3, "", Reason.LONG_CELL)]


def test_wrong_byte_spoils_its_row_alone(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", GOOD.replace("Cakestand", "Käse"), GOOD, GOOD)
    path.write_bytes(path.read_bytes().replace(b"Cakestand", b"Caf\xe9", 1))
    assert refused(path) == [(3, "description", Reason.ENCODING)]
    assert descriptions() == ["Käse", "Cakestand"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_arrives_whatever_the_encoding(encoding: str, delimiter: str, tmp_path: Path) -> None:
    lines = [line(description='Größe "L", 5 €; süß')]
    path = write_csv(tmp_path / "a.csv", lines, encoding=encoding, delimiter=delimiter)
    assert refused(path) == []
    assert descriptions() == ['Größe "L", 5 €; süß']


def test_formula_is_kept_and_defused_where_a_spreadsheet_reads_it(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.test")'
    lines = [line(description=formula), line(quantity="=1+1"), line(quantity="@SUM(A1)")]
    listed = tmp_path / "refused.csv"
    assert import_orders(write_csv(tmp_path / "a.csv", lines), report=listed).refused == 2
    assert descriptions() == [formula]
    rows = listed.read_text("utf-8-sig").splitlines()
    assert rows[1:] == ["3;quantity;'=1+1;is not a number", "4;quantity;'@SUM(A1);is not a number"]


def test_negative_and_free_lines_go_in(tmp_path: Path) -> None:
    lines = [line(), line(quantity="-1"), line(unit_price="0"), line(unit_price="-3.5")]
    assert refused(write_csv(tmp_path / "a.csv", lines)) == []
    with acting(BY):
        amounts = [x.net_amount for x in InvoiceLine.objects.order_by("position")]
    assert amounts == [Decimal("25.50"), Decimal("-12.75"), 0, -7]


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_hostile_text_is_kept_or_refused(write: Any, tmp_path: Path) -> None:
    texts = hostile_texts()
    lines = [line(str(number), description=text) for number, text in enumerate(texts, start=1)]
    report = import_orders(write(tmp_path / "a.file", lines))
    with acting(BY):
        rows = InvoiceLine.objects.values_list("invoice__number", "description")
        kept = dict(rows)
        missing = set(Finding.objects.values_list("row", flat=True))
    expected = {
        str(number): text.strip() or "22423"
        for number, text in enumerate(texts, start=1)
        if len(text.strip()) <= LONGEST_DESCRIPTION and "\0" not in text
    }
    assert kept == expected
    assert report.rows == len(texts)
    assert len(missing) == report.refused == len(texts) - len(expected)


def test_moments_keep_their_zone(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    pq.write_table(pa.Table.from_pylist([line(invoice_date=moment)]), path)
    assert refused(path) == []
    with acting(BY):
        (row,) = InvoiceLine.objects.select_related("invoice__order")
    assert (row.invoice.order.ordered_at, row.invoice.issue_date.day) == (moment, 1)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    header = tuple(reversed([f" {name.upper()} " for name in COLUMNS]))
    path = write_text(tmp_path / "a.csv", ",".join(reversed(GOOD.split(","))), header=header)
    assert refused(path) == []
    assert descriptions() == ["Cakestand"]
