"""Invoices, and the orders they are for, by what a customer has in hand."""

from decimal import Decimal

import pytest
from django.test import Client

from handschlag.capabilities.billing.tests.factories import make_credit_note, make_invoice
from handschlag.capabilities.billing.tests.pages import LIST
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.finding import amount_in
from handschlag.core.tests.statements import counted_statements
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import make_membership, make_role

pytestmark = pytest.mark.django_db


def found(browser: Client, text: str, address: str = LIST) -> set[str]:
    response = browser.get(address, {"q": text})
    return {row.cells[0].text for row in response.context["table"].rows}


@pytest.mark.parametrize(
    "text", ["re2026 77", "RE-2026-77", "ab500", "1593,33", "1593.33", "1.593,33\xa0€", "1,593.33"]
)
def test_number_and_amount_find_as_written(cast: Cast, anna: Client, text: str) -> None:
    order = make_order(cast.kessler, number="AB-500")
    gross = Decimal("1593.33")
    make_invoice(cast.kessler, number="RE-2026-77", order=order, gross_amount=gross)
    make_invoice(cast.kessler, number="RE-1")
    make_invoice(cast.sommer, number="RE-2026-77", gross_amount=gross)
    with counted_statements() as statements:
        assert found(anna, text) == {"RE-2026-77"}
    assert len(statements) <= 8


def test_amount_finds_what_is_left_and_what_is_given_back(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(cast.kessler, number="RE-1", open_amount=Decimal("59.50"))
    make_credit_note(invoice, number="GS-1", gross_amount=Decimal("59.50"))
    assert found(anna, "59,50") == {"RE-1", "GS-1"}
    assert found(anna, "−59,50") == {"RE-1", "GS-1"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("593,33", Decimal("593.33")),
        ("593.33 EUR", Decimal("593.33")),
        ("12.593,33", Decimal("12593.33")),
        ("593", Decimal(593)),
        ("1.593", Decimal(1593)),
        ("593,3", None),
        ("5,93,33", None),
        ("RE-593", None),
        ("９", None),
        ("9" * 200, None),
        ("", None),
    ],
)
def test_amount_is_read_as_written(text: str, amount: Decimal | None) -> None:
    assert amount_in(text) == amount


def test_order_is_found_by_its_invoice(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, number="AB-500")
    make_order(cast.kessler, number="AB-1")
    make_invoice(cast.kessler, number="RE-2026-77", order=order)
    with counted_statements() as statements:
        assert found(anna, "re 2026-77", "/orders/") == {"AB-500"}
    assert len(statements) <= 8


def test_invoice_number_finds_nothing_for_who_may_not_see_invoices(cast: Cast) -> None:
    order = make_order(cast.kessler, number="AB-500")
    make_invoice(cast.kessler, number="RE-2026-77", order=order)
    person = make_person("Emil Einkauf")
    make_membership(person, cast.kessler, make_role("ordering.read"))
    buyer = signed_in(make_login(person))
    assert found(buyer, "AB-500", "/orders/") == {"AB-500"}
    assert found(buyer, "RE-2026-77", "/orders/") == set()
