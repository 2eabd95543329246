import gzip
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
    make_invoice_line,
    make_payment,
    make_tax,
)
from handschlag.capabilities.billing.tests.pages import LATE, LIST, TODAY, shown
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.tests.statements import counted_statements

pytestmark = pytest.mark.django_db


def test_home_begins_with_what_is_overdue(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, number="RE-1", due_date=TODAY - timedelta(days=1))
    make_invoice(cast.kessler, number="RE-2", due_date=LATE)
    make_invoice(cast.kessler, number="RE-3", due_date=TODAY)
    todos = [todo.text for todo in anna.get("/").context["todos"]]
    assert todos == [
        "Rechnung RE-2 ist seit 3 Tagen fällig: 119,00\xa0€",
        "Rechnung RE-1 ist seit 1 Tag fällig: 119,00\xa0€",
    ]


def test_home_tells_of_a_discount_that_ends_soon(cast: Cast, anna: Client) -> None:
    saves = {"discount_amount": Decimal("2.38")}
    make_invoice(cast.kessler, number="RE-1", discount_date=TODAY + timedelta(days=8), **saves)
    make_invoice(cast.kessler, number="RE-2", discount_date=TODAY + timedelta(days=15), **saves)
    make_invoice(cast.kessler, number="RE-3", discount_date=TODAY - timedelta(days=1), **saves)
    make_invoice(cast.kessler, number="RE-4", discount_date=TODAY, open_amount=0, **saves)
    make_invoice(cast.kessler, number="RE-5", discount_date=TODAY)
    make_invoice(cast.sommer, number="RE-6", discount_date=TODAY, **saves)
    todos = [todo.text for todo in anna.get("/").context["todos"]]
    assert todos == ["Rechnung RE-1: Bis 1. Dezember zahlen und 2,38\xa0€ Skonto sparen"]


def test_home_shows_open_invoices_first(cast: Cast, anna: Client) -> None:
    old = make_invoice(cast.kessler, issue_date=TODAY - timedelta(days=90), due_date=LATE)
    paid = make_invoice(cast.kessler, open_amount=Decimal(0))
    cards = anna.get("/").context["cards"]
    (table,) = [c["content"]["table"] for c in cards if c["template"] == "billing/card.html"]
    assert [row.cells[0].text for row in table.rows] == [old.number, paid.number]


@pytest.mark.feature("S21")
def test_home_tells_the_balance_and_the_last_five(cast: Cast, anna: Client) -> None:
    made = [make_invoice(cast.kessler).number for _ in range(6)]
    page = shown(anna, "/")
    assert "Offen: 714,00\xa0€, nichts überfällig" in page
    assert [number in page for number in made] == [False, True, True, True, True, True]


def test_home_says_when_nothing_is_open(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, open_amount=Decimal(0))
    assert "Keine offenen Rechnungen." in shown(anna, "/")


def asked(browser: Client, address: str) -> int:
    with counted_statements() as statements:
        shown(browser, address)
    return len(statements)


def test_list_asks_as_much_for_three_invoices_as_for_one(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, order=make_order(cast.kessler))
    one = asked(anna, LIST)
    for _ in range(2):
        make_invoice(cast.kessler, order=make_order(cast.kessler), site=cast.kiel)
    assert asked(anna, LIST) == one <= 8


def test_detail_asks_as_much_for_three_lines_as_for_one(anna: Client, invoice: Invoice) -> None:
    one = asked(anna, invoice.get_absolute_url())
    for rate in (7, 0):
        make_invoice_line(invoice)
        make_tax(invoice, rate=Decimal(rate))
        make_payment(invoice, Decimal("1.00"))
        make_credit_note(invoice)
    assert asked(anna, invoice.get_absolute_url()) == one <= 10


def test_home_asks_as_much_for_three_of_each_as_for_one(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, order=make_order(cast.kessler), due_date=LATE)
    one = asked(anna, "/")
    for _ in range(2):
        make_invoice(cast.kessler, order=make_order(cast.kessler), due_date=LATE)
    assert asked(anna, "/") == one <= 14


def test_full_list_is_light(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    for _ in range(25):
        make_invoice(cast.kessler, order=order, due_date=LATE)
    assert len(gzip.compress(anna.get(LIST).content)) <= 14_000
