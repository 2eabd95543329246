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
    make_payment,
    make_tax,
)
from handschlag.capabilities.billing.tests.pages import NOON, TODAY
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_order


@pytest.fixture
def cast(time_machine: Any) -> Cast:
    time_machine.move_to(NOON)
    return make_cast()


@pytest.fixture
def anna(cast: Cast) -> Client:
    return cast.anna.browser()


@pytest.fixture
def invoice(cast: Cast) -> Invoice:
    """Partly paid, with a credit note, from an order, with a discount until tomorrow."""
    order = make_order(cast.kessler, number="AB-5")
    invoice = make_invoice(
        cast.kessler,
        number="RE-77",
        order=order,
        open_amount=Decimal("99.00"),
        discount_date=TODAY + timedelta(days=1),
        discount_amount=Decimal("2.00"),
        seller={"name": "Brenner GmbH", "vat_id": "DE123", "iban": "DE89 3704"},
        buyer_address={"name": "Kessler GmbH"},
    )
    make_invoice_line(invoice, unit_price=Decimal("20.1250"))
    make_tax(invoice)
    make_payment(invoice, Decimal("20.00"), reference="Teilzahlung")
    make_credit_note(invoice, number="GS-1")
    return invoice
