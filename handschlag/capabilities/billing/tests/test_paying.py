"""An open invoice says how to pay it; nothing else does."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
    make_invoice_line,
    make_tax,
)
from handschlag.capabilities.billing.tests.pages import NOON, TODAY, shown
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.capabilities.ordering.tests.factories import make_order

pytestmark = pytest.mark.django_db

HEADING = "So überweisen Sie"
SELLER = {"name": "Brenner GmbH", "iban": "DE02 120300000000202051", "bic": "BYLADEM1001"}


def transfer(browser: Client, invoice: Invoice) -> list[tuple[str, str]]:
    facts = browser.get(invoice.get_absolute_url()).context["transfer"]
    return [(str(fact.label), str(fact.lines[0])) for fact in facts]


def test_open_invoice_says_how_to_pay(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(
        cast.kessler, number="RE-77", open_amount=Decimal("99.00"), seller=SELLER
    )
    assert HEADING in shown(anna, invoice.get_absolute_url())
    assert transfer(anna, invoice) == [
        ("Empfänger", "Brenner GmbH"),
        ("IBAN", "DE02\xa01203\xa00000\xa00000\xa02020\xa051"),
        ("BIC", "BYLADEM1001"),
        ("Zu zahlen", "99,00\xa0€"),
        ("Verwendungszweck", "RE-77"),
    ]


def test_discount_is_offered_until_its_day(cast: Cast, anna: Client, time_machine: Any) -> None:
    saves = {"discount_date": TODAY, "discount_amount": Decimal("2.38")}
    invoice = make_invoice(cast.kessler, seller=SELLER, **saves)
    offer = ("Mit Skonto bis 23. November 2026", "116,62\xa0€")
    assert offer in transfer(anna, invoice)
    time_machine.move_to(NOON + timedelta(days=1))
    assert "Skonto" not in shown(anna, invoice.get_absolute_url())


@pytest.mark.parametrize(
    "changes",
    [{"open_amount": Decimal(0)}, {"open_amount": Decimal(-5)}, {"seller": {"name": "Brenner"}}],
)
def test_nothing_to_pay_says_nothing(cast: Cast, anna: Client, changes: dict[str, Any]) -> None:
    invoice = make_invoice(cast.kessler, **{"seller": SELLER, **changes})
    assert HEADING not in shown(anna, invoice.get_absolute_url())


def test_credit_note_says_nothing_of_paying(cast: Cast, anna: Client) -> None:
    note = make_credit_note(make_invoice(cast.kessler), seller=SELLER)
    assert HEADING not in shown(anna, note.get_absolute_url())


def test_credit_note_is_below_zero_in_list_and_detail(cast: Cast, anna: Client) -> None:
    note = make_credit_note(make_invoice(cast.kessler, open_amount=Decimal(0)))
    make_invoice_line(note)
    make_tax(note)
    (row,) = anna.get("/invoices/?status=credit").context["table"].rows
    context = anna.get(note.get_absolute_url()).context
    assert row.cells[4].text == "−119,00\xa0€"
    (line,) = context["lines"].rows
    assert [cell.text for cell in line.cells[2:]] == [
        "−5\xa0Stück",
        "20,00\xa0€",
        "19\xa0%",
        "−100,00\xa0€",
    ]
    assert [row.cells[-1].text for row in context["lines"].totals] == [
        "−100,00\xa0€",
        "−19,00\xa0€",
        "−119,00\xa0€",
        "−119,00\xa0€",
    ]
    assert context["taxes"].rows[0].cells[2].text == "−19,00\xa0€"


def test_credit_note_leads_to_the_order_of_its_invoice(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, number="AB-5")
    note = make_credit_note(make_invoice(cast.kessler, order=order))
    assert f'href="{order.get_absolute_url()}"' in shown(anna, note.get_absolute_url())


def test_back_leads_to_the_order_that_led_here(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, number="AB-5")
    other = make_order(cast.kessler, number="AB-6")
    invoice = make_invoice(cast.kessler, order=order)

    def back(path: str) -> tuple[str, str]:
        headers = {"Referer": f"http://testserver{path}"}
        found = anna.get(invoice.get_absolute_url(), headers=headers).context["back"]
        return found.url, str(found.label)

    assert back(order.get_absolute_url()) == (order.get_absolute_url(), "Bestellung AB-5")
    assert back(other.get_absolute_url()) == ("/invoices/", "Alle Rechnungen")
    assert back("/invoices/?status=open") == ("/invoices/?status=open", "Zurück zur Liste")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("overdue", "Zurzeit ist keine Rechnung überfällig."),
        ("paid", "Noch ist keine Rechnung bezahlt."),
        ("credit", "Sie haben noch keine Gutschriften."),
    ],
)
def test_empty_filter_says_what_there_is_not(
    cast: Cast, anna: Client, status: str, sentence: str
) -> None:
    make_invoice(cast.kessler)
    assert sentence in shown(anna, f"/invoices/?status={status}")
