from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from handschlag.capabilities.billing.models import (
    Invoice,
    InvoiceLine,
    Payment,
    PaymentAllocation,
    TaxBreakdown,
)
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.organisations.models import Organisation

_numbers = count(10001)


def make_invoice(organisation: Organisation, **changes: Any) -> Invoice:
    """Of 119 euro, due on 26 November 2026 and not yet paid; `gross_amount` changes all sums."""
    gross = changes.get("gross_amount", Decimal("119.00"))
    net = (gross / Decimal("1.19")).quantize(Decimal("0.01"))
    values: dict[str, Any] = {
        "number": f"RE-{next(_numbers)}",
        "issue_date": date(2026, 11, 12),
        "due_date": date(2026, 11, 26),
        "currency": "EUR",
        "line_total": net,
        "net_amount": net,
        "tax_amount": gross - net,
        "gross_amount": gross,
        "payable_amount": gross - changes.get("prepaid_amount", 0),
        "open_amount": gross,
    }
    with as_owner():
        return Invoice.objects.create(organisation=organisation, **values | changes)


def make_credit_note(invoice: Invoice, **changes: Any) -> Invoice:
    return make_invoice(
        invoice.organisation,
        kind=Invoice.Kind.CREDIT_NOTE,
        corrects=invoice,
        due_date=None,
        **{"number": f"GS-{next(_numbers)}", **changes},
    )


def make_invoice_line(invoice: Invoice, **changes: Any) -> InvoiceLine:
    values: dict[str, Any] = {
        "position": next(_numbers),
        "article_number": "HT-4711",
        "description": "Umwälzpumpe",
        "quantity": Decimal(5),
        "unit_price": Decimal("20.00"),
        "net_amount": Decimal("100.00"),
        "tax_category": "S",
        "tax_rate": Decimal(19),
    }
    with as_owner():
        return InvoiceLine.objects.create(
            organisation_id=invoice.organisation_id, invoice=invoice, **values | changes
        )


def make_tax(invoice: Invoice, **changes: Any) -> TaxBreakdown:
    values: dict[str, Any] = {
        "category": "S",
        "rate": Decimal(19),
        "taxable_amount": invoice.net_amount,
        "tax_amount": invoice.tax_amount,
    }
    with as_owner():
        return TaxBreakdown.objects.create(
            organisation_id=invoice.organisation_id, invoice=invoice, **values | changes
        )


def make_payment(invoice: Invoice, amount: Decimal, **changes: Any) -> Payment:
    """Settles `amount` of an invoice; what is open on the invoice is for the caller to say."""
    values: dict[str, Any] = {
        "number": f"ZE-{next(_numbers)}",
        "received_date": date(2026, 11, 20),
        "amount": amount,
        "currency": invoice.currency,
    }
    with as_owner():
        payment = Payment.objects.create(organisation=invoice.organisation, **values | changes)
        PaymentAllocation.objects.create(
            organisation=invoice.organisation, payment=payment, invoice=invoice, amount=amount
        )
        return payment
