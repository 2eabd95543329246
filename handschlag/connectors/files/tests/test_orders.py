"""What the importer makes of a file, again, changed, dry, and beside another import."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections

from handschlag.capabilities.billing.models import Booking, Invoice, InvoiceLine
from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.connectors.files import orders
from handschlag.connectors.files.models import DocumentKind, ImportRun, UnassignedLine
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.refusals import ImportRefused, Reason
from handschlag.connectors.files.reports import Count, ImportReport
from handschlag.connectors.files.tests import contents
from handschlag.connectors.files.tests.making import (
    EVERY_KIND,
    Line,
    line,
    write_csv,
    write_parquet,
)
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.organisations.models import Organisation

pytestmark = pytest.mark.usefixtures("committed_db")

BY = system_actor("test")
Write = Callable[[Path, Any], Path]
WRITERS = pytest.mark.parametrize(
    ("name", "write"), [("history.csv", write_csv), ("history.parquet", write_parquet)]
)
NEW = {
    "customers": Count(created=2),
    "orders": Count(created=2),
    "invoices": Count(created=2),
    "credit_notes": Count(created=2),
    "bookings": Count(created=1),
    "lines_apart": Count(created=1),
}
OLD = {noun: Count(unchanged=count.created) for noun, count in NEW.items()}


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "history.csv", EVERY_KIND)


def changed(path: Path, number: int, **changes: Any) -> Path:
    lines: list[Line] = [dict(given) for given in EVERY_KIND]
    lines[number] |= changes
    return write_csv(path.with_name("changed.csv"), lines)


def parts(report: ImportReport) -> dict[tuple[DocumentKind, bool], tuple[int, Decimal, int]]:
    return {
        (part.kind, part.is_apart): (part.documents, part.amount, part.linked)
        for part in report.reconciliation.parts
    }


@WRITERS
def test_every_kind_of_document_is_taken_in(name: str, write: Write, tmp_path: Path) -> None:
    report = import_orders(write(tmp_path / name, EVERY_KIND))
    assert (report.rows, report.refused, report.counts) == (7, 0, NEW)
    assert parts(report) == {
        (DocumentKind.INVOICE, False): (2, Decimal("114.75"), 0),
        (DocumentKind.CREDIT_NOTE, False): (2, Decimal("-25.50"), 1),
        (DocumentKind.BOOKING, False): (1, Decimal("-11.06"), 0),
        (DocumentKind.INVOICE, True): (1, Decimal("38.25"), 0),
    }
    assert report.reconciliation.said == report.reconciliation.total == Decimal("116.44")
    assert (report.reconciliation.lines, report.reconciliation.longest) == (7, 2)
    assert report.unlinked == {Reason.NO_INVOICE: 1}


def test_documents_stand_as_the_file_has_them(history: Path) -> None:
    import_orders(history)
    with acting(BY):
        kessler = Organisation.objects.get(number="12347")
        assert (kessler.name, kessler.country) == ("Customer 12347", "Germany")
        invoice = Invoice.objects.get(number="1001")
        assert (invoice.organisation, invoice.order) == (kessler, Order.objects.get(number="1001"))
        assert (invoice.gross_amount, invoice.open_amount, invoice.currency) == (102, 0, "GBP")
        lines = InvoiceLine.objects.filter(invoice=invoice).order_by("position")
        assert [(x.article_number, x.quantity) for x in lines] == [("22423", 2), ("85123A", 6)]
        ordered = OrderLine.objects.filter(order=invoice.order)
        assert {x.invoiced_quantity for x in ordered} == {2, 6}


def test_credits_and_bookings_stand_as_the_file_has_them(history: Path) -> None:
    import_orders(history)
    with acting(BY):
        note = Invoice.objects.get(number="C1003")
        assert (note.kind, note.corrects, note.gross_amount) == (
            Invoice.Kind.CREDIT_NOTE,
            Invoice.objects.get(number="1001"),
            Decimal("12.75"),
        )
        assert Invoice.objects.get(number="C1004").corrects is None
        booking = Booking.objects.get()
        assert (booking.number, booking.amount, booking.text) == (
            "A1005",
            Decimal("-11.06"),
            "Bad debt",
        )
        apart = UnassignedLine.objects.get()
        assert (apart.document, apart.quantity, apart.unit_price) == ("1006", 3, Decimal("12.75"))
        assert not Order.objects.filter(number="1006").exists()


def test_import_is_quiet(history: Path) -> None:
    import_orders(history)
    assert contents.rows_in("core_outgoingmail", "procrastinate_jobs") == [0, 0]


@WRITERS
def test_second_run_changes_nothing(name: str, write: Write, tmp_path: Path) -> None:
    path = write(tmp_path / name, EVERY_KIND)
    import_orders(path)
    before = contents.exactly()
    assert import_orders(path).counts == OLD
    assert contents.exactly() == before


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    import_orders(write_csv(tmp_path / "history.csv", EVERY_KIND))
    before = contents.exactly()
    assert import_orders(write_parquet(tmp_path / "history.parquet", EVERY_KIND)).counts == OLD
    assert contents.exactly() == before


def test_dry_run_says_what_is_new_and_changes_nothing(history: Path) -> None:
    before = contents.exactly()
    report = import_orders(history, dry_run=True)
    assert (report.is_dry_run, report.counts) == (True, NEW)
    assert report.reconciliation.total == Decimal("116.44")
    assert contents.exactly() == before
    with acting(BY):
        assert not ImportRun.objects.exists()


def test_dry_run_says_what_is_different(history: Path) -> None:
    import_orders(history)
    before = contents.exactly()
    report = import_orders(changed(history, 2, quantity="4"), dry_run=True)
    assert report.counts == OLD | {
        "orders": Count(changed=1, unchanged=1),
        "invoices": Count(changed=1, unchanged=1),
    }
    assert contents.exactly() == before


def test_changed_file_changes_just_that(history: Path) -> None:
    import_orders(history)
    before = contents.by_number()
    report = import_orders(changed(history, 2, quantity="4"))
    assert report.counts["invoices"] == Count(changed=1, unchanged=1)
    assert report.counts["credit_notes"] == Count(unchanged=2)
    after = contents.by_number()
    touched = {"orders", "order lines", "invoices", "invoice lines", "taxes", "journal"}
    assert {name for name in after if after[name] != before[name]} == touched
    with acting(BY):
        amounts = dict(Invoice.objects.values_list("number", "gross_amount"))
    assert (amounts["1002"], amounts["1001"]) == (51, 102)


def test_line_that_is_gone_is_taken_out(history: Path) -> None:
    import_orders(history)
    shorter = write_csv(history.with_name("shorter.csv"), [EVERY_KIND[0], *EVERY_KIND[2:]])
    assert import_orders(shorter).counts["invoices"] == Count(changed=1, unchanged=1)
    with acting(BY):
        assert Invoice.objects.get(number="1001").gross_amount == Decimal("25.50")
        assert InvoiceLine.objects.filter(invoice__number="1001").count() == 1


def test_line_that_has_a_customer_now_is_no_longer_kept_apart(history: Path) -> None:
    import_orders(history)
    report = import_orders(changed(history, 6, customer_id="12348"))
    assert report.counts["invoices"] == Count(created=1, unchanged=2)
    assert contents.rows_in("connector_files_unassignedline") == [0]
    assert report.reconciliation.total == report.reconciliation.said


def test_bad_row_stops_nothing_and_is_reported(tmp_path: Path) -> None:
    bad = [
        line("2001", quantity="two"),
        line("2001", invoice_date="31.02.2026", unit_price="cheap"),
        line("2002", stock_code=""),
    ]
    path = write_csv(tmp_path / "bad.csv", [*EVERY_KIND[:3], *bad, *EVERY_KIND[3:]])
    listed = tmp_path / "refused.csv"
    report = import_orders(path, report=listed)
    assert (report.rows, report.refused, report.counts) == (10, 3, NEW)
    rows = listed.read_text("utf-8-sig").splitlines()
    assert rows == [
        "Zeile;Spalte;Wert;Grund",
        "5;quantity;two;ist keine Zahl",
        "6;unit_price;cheap;ist keine Zahl",
        "6;invoice_date;31.02.2026;ist kein Datum wie 31.12.2026 oder 2026-12-31 08:15",
        "7;stock_code;;ist leer",
        "9;invoice_no;C1004;keine frühere Rechnung dieses Kunden enthält noch diese Ware",
    ]


def test_mapping_names_other_columns_and_meanings(tmp_path: Path) -> None:
    path = tmp_path / "erp.csv"
    path.write_text(
        "Beleg;Artikel;Menge;Preis;Datum;Kunde;Name\n"
        "RE1;K-100;1,5;1.250,00;05.01.2026;10001;Kessler GmbH\n"
        "GS2;K-100;-1,5;1.250,00;06.01.2026;10001;Kessler GmbH\n",
        encoding="cp1252",
    )
    mapping = tmp_path / "erp.toml"
    mapping.write_text(
        'system = "erp"\n[columns]\ndocument = "Beleg"\narticle = "Artikel"\nquantity = "Menge"\n'
        'unit_price = "Preis"\nmoment = "Datum"\ncustomer = "Kunde"\ncustomer_name = "Name"\n'
        '[values]\ncurrency = "EUR"\n[prefixes]\ncredit_note = "GS"\n'
        '[history]\nprogress = "shipped"\npaid = false\n'
    )
    report = import_orders(path, mapping=mapping)
    assert (report.currency, report.reconciliation.total) == ("EUR", 0)
    with acting(BY):
        assert Organisation.objects.get().name == "Kessler GmbH"
        invoice = Invoice.objects.get(number="RE1")
        assert (invoice.open_amount, invoice.currency) == (1875, "EUR")
        assert Invoice.objects.get(number="GS2").corrects == invoice
        order = OrderLine.objects.get()
        assert (order.shipped_quantity, order.delivered_quantity) == (Decimal("1.5"), 0)


def test_second_import_at_the_same_time_is_refused(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "WAITS", 1)
    monkeypatch.setattr(orders, "PAUSE", 0)
    said: list[str] = []

    def try_another() -> None:
        try:
            import_orders(history)
        except ImportRefused as refused:
            said.append(str(refused))
        connections.close_all()

    def while_running(_step: str, _done: int, _size: int) -> None:
        if not said:
            other = Thread(target=try_another)
            other.start()
            other.join()

    assert import_orders(history, progress=while_running).counts == NEW
    assert said == [
        "Es läuft bereits ein Import. Versuchen Sie es noch einmal, wenn er beendet ist."
    ]
    assert import_orders(history).counts == OLD, "the lock ended with the first import"


def test_staging_is_empty_afterwards(history: Path) -> None:
    import_orders(history)
    assert contents.rows_in("connector_files_stagedline", "connector_files_stageddocument") == [
        0,
        0,
    ]
    assert connection.in_atomic_block is False
