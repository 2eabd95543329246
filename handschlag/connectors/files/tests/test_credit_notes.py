"""Which invoice a cancellation is linked to, and when it cannot be known."""

from pathlib import Path

import pytest

from handschlag.capabilities.billing.models import Invoice
from handschlag.connectors.files import arranging
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.refusals import Reason
from handschlag.connectors.files.tests.making import Line, line, write_csv
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting

pytestmark = pytest.mark.django_db

BY = system_actor("test")


def sold(number: str, day: int, quantity: int = 2, **changes: object) -> Line:
    moment = f"2026-03-{day:02} 10:00"
    return line(number, invoice_date=moment, quantity=str(quantity), **changes)


def taken_back(number: str, day: int, quantity: int = 2, **changes: object) -> Line:
    return sold(f"C{number}", day, -quantity, **changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.csv"


def links(path: Path, *lines: Line) -> tuple[dict[str, str | None], dict[Reason, int]]:
    report = import_orders(write_csv(path, lines))
    with acting(BY):
        notes = Invoice.objects.filter(kind=Invoice.Kind.CREDIT_NOTE)
        return dict(notes.values_list("number", "corrects__number")), report.unlinked


def test_latest_earlier_invoice_is_meant(path: Path) -> None:
    lines = [sold("1", 1), sold("2", 5), sold("3", 20), taken_back("9", 10)]
    assert links(path, *lines) == ({"C9": "2"}, {})


def test_what_was_taken_back_is_gone(path: Path) -> None:
    notes = [taken_back("7", 11), taken_back("8", 12, 1), taken_back("9", 13, 2)]
    assert links(path, sold("1", 1, 1), sold("2", 5), *notes) == (
        {"C7": "2", "C8": "1", "C9": None},
        {Reason.NO_INVOICE: 1},
    )


def test_order_of_time_counts_and_not_of_rows(path: Path) -> None:
    lines = [taken_back("9", 13), taken_back("8", 12), sold("2", 5), sold("1", 1)]
    assert links(path, *lines) == ({"C8": "2", "C9": "1"}, {})


@pytest.mark.parametrize(
    "changes",
    [{"unit_price": "9.99"}, {"stock_code": "K-2"}, {"customer_id": "12348"}, {"quantity": "-3"}],
)
def test_other_goods_are_not_meant(changes: Line, path: Path) -> None:
    note = {**taken_back("9", 10), **changes}
    assert links(path, sold("1", 1), note) == ({"C9": None}, {Reason.NO_INVOICE: 1})


def test_lines_of_one_article_count_together(path: Path) -> None:
    lines = [sold("1", 1, 2), sold("1", 1, 3), taken_back("9", 10, 1), taken_back("9", 10, 4)]
    assert links(path, *lines) == ({"C9": "1"}, {})


def test_every_article_must_be_on_the_invoice(path: Path) -> None:
    notes = [taken_back("9", 10), taken_back("9", 10, stock_code="K-2")]
    both = [sold("1", 1), sold("1", 1, stock_code="K-2")]
    assert links(path, *both, sold("2", 5), *notes) == ({"C9": "1"}, {})


def test_goods_of_several_invoices_stay_unlinked(path: Path) -> None:
    notes = [taken_back("9", 10), taken_back("9", 10, stock_code="K-2")]
    assert links(path, sold("1", 1), sold("2", 5, stock_code="K-2"), *notes) == (
        {"C9": None},
        {Reason.SEVERAL_INVOICES: 1},
    )


def test_invoices_of_one_moment_stay_unlinked(path: Path) -> None:
    assert links(path, sold("1", 5), sold("2", 5), taken_back("9", 10)) == (
        {"C9": None},
        {Reason.SEVERAL_INVOICES: 1},
    )


def test_chunks_know_of_each_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "LINES_PER_CHUNK", 1)
    notes = [taken_back("7", 11), taken_back("8", 12), taken_back("9", 13)]
    assert links(path, sold("1", 1), sold("2", 5), *notes) == (
        {"C7": "2", "C8": "1", "C9": None},
        {Reason.NO_INVOICE: 1},
    )


def test_later_file_goes_on_with_what_is_left(path: Path) -> None:
    links(path, sold("1", 1), sold("2", 5), taken_back("7", 11))
    assert links(path, taken_back("8", 12), taken_back("9", 13)) == (
        {"C7": "2", "C8": "1", "C9": None},
        {Reason.NO_INVOICE: 1},
    )


def test_link_once_made_stays(path: Path) -> None:
    lines = [sold("1", 1), taken_back("9", 10)]
    assert links(path, *lines) == ({"C9": "1"}, {})
    assert links(path, *lines, sold("2", 5)) == ({"C9": "1"}, {})
