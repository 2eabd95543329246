"""Files of order lines: each line is one that can be taken in, but for what the test changes."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = (
    "invoice_no",
    "stock_code",
    "description",
    "quantity",
    "invoice_date",
    "unit_price",
    "customer_id",
    "country",
)
Line = dict[str, Any]


def line(document: str = "1001", **changes: Any) -> Line:
    return {
        "invoice_no": document,
        "stock_code": "22423",
        "description": "Regency cakestand",
        "quantity": "2",
        "invoice_date": "2026-01-05 08:30:00",
        "unit_price": "12.75",
        "customer_id": "12347",
        "country": "Germany",
        **changes,
    }


# Two customers, an invoice of two lines, a credit note for a part of one of them, one that
# nobody can match, a booking, and an invoice that names no customer.
EVERY_KIND: tuple[Line, ...] = (
    line("1001"),
    line("1001", stock_code="85123A", description="T-light holder", quantity="6"),
    line("1002", customer_id="12348", country="France", quantity="1"),
    line("C1003", quantity="-1", invoice_date="2026-01-09 10:00:00"),
    line("C1004", stock_code="M", quantity="-1", invoice_date="2026-01-09 11:00:00"),
    line("A1005", stock_code="B", description="Bad debt", quantity="1", unit_price="-11.06"),
    line("1006", customer_id="", quantity="3"),
)


def write_csv(path: Path, lines: Iterable[Line], **dialect: Any) -> Path:
    with path.open("w", newline="", encoding=dialect.pop("encoding", "utf-8")) as file:
        writer = csv.DictWriter(file, COLUMNS, **dialect)
        writer.writeheader()
        writer.writerows(lines)
    return path


def write_parquet(path: Path, lines: Iterable[Line]) -> Path:
    pq.write_table(pa.Table.from_pylist(list(lines)), path)
    return path


def write_text(path: Path, *rows: str, header: Sequence[str] = COLUMNS) -> Path:
    path.write_text("\n".join([",".join(header), *rows, ""]), encoding="utf-8")
    return path
