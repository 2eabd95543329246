"""Invoices and credit notes whose lines, taxes and totals add up to the cent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict

from django.utils import timezone

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.postings import AllocationRow, PaymentRow
from handschlag.capabilities.billing.recording import InvoiceLineRow, InvoiceRow, TaxRow
from handschlag.capabilities.ordering.models import Shipment, ShipmentLine
from handschlag.core.demo import Customer, World
from handschlag.core.money import round_amount

ZERO, TAX, STANDARD = Decimal(0), Decimal(19), "S"
DUE_DAYS = {"installer": 30, "manager": 30, "private": 14}
DISCOUNT_DAYS, DISCOUNT = 14, Decimal("0.02")
SELLER = {
    "name": "Thomsen & Brink Wärmetechnik GmbH",
    "street": "Speicherkai 4",
    "postal_code": "20457",
    "city": "Hamburg",
    "country": "DE",
    # Nobody's: the check digit of the one is wrong, the bank code of the other not assigned.
    "vat_id": "DE 999 999 990",
    "iban": "DE96 9999 0000 0001 2345 67",
    "bic": "THBRDEH9XXX",
}
REASONS = ("Rücknahme", "Rücknahme", "Transportschaden", "Falschlieferung")
FREIGHT = "FR-110"


Numbered = tuple[str, date]


class Totals(TypedDict):
    line_total: Decimal
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    payable_amount: Decimal
    open_amount: Decimal


class Names:
    """Numbers of one kind of document, counted through each year."""

    def __init__(self, kind: str) -> None:
        self._kind, self._counts = kind, Counter[int]()

    def next(self, day: date) -> str:
        self._counts[day.year] += 1
        return f"{self._kind}-{day.year}-{self._counts[day.year]:05}"


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice with its credit note, lines, taxes and payment."""

    invoice: InvoiceRow
    lines: Sequence[InvoiceLineRow]
    taxes: Sequence[TaxRow]
    credit: InvoiceRow | None = None
    payments: tuple[PaymentRow, ...] = ()
    allocations: tuple[AllocationRow, ...] = ()

    @property
    def documents(self) -> list[InvoiceRow]:
        return [self.invoice, self.credit] if self.credit else [self.invoice]

    def settled_by(self, payments: Sequence[PaymentRow]) -> "Issued":
        return replace(
            self,
            invoice=replace(self.invoice, open_amount=ZERO),
            payments=tuple(payments),
            allocations=tuple(
                AllocationRow(
                    organisation_id=payment.organisation_id,
                    payment_number=payment.number,
                    invoice_number=self.invoice.number,
                    amount=payment.amount,
                )
                for payment in payments
            ),
        )


def invoice(number: str, shipment: Shipment, customer: Customer, world: World) -> Issued:
    """What `shipment` brought, at the order's prices."""
    order, issue_date = shipment.order, timezone.localdate(shipment.shipped_at)
    parts = enumerate(shipment.lines.all(), 1)
    lines = [_line(number, position, part) for position, part in parts]
    head = InvoiceRow(
        organisation_id=customer.organisation_id,
        number=number,
        site_id=order.site_id,
        issue_date=issue_date,
        due_date=issue_date + timedelta(days=DUE_DAYS[customer.trade]),
        order_number=order.number,
        customer_reference=order.customer_reference,
        currency="EUR",
        seller=SELLER,
        buyer_address=customer.address.to_json(),
        as_of=world.now,
        **_totals(lines),
    )
    due = head if customer.trade == "private" else _with_discount(head)
    return Issued(due, lines, [_tax(due)])


def _line(number: str, position: int, part: ShipmentLine) -> InvoiceLineRow:
    ordered = part.order_line
    return InvoiceLineRow(
        organisation_id=part.organisation_id,
        invoice_number=number,
        position=position,
        order_position=ordered.position,
        article_number=ordered.article_number,
        description=ordered.description,
        quantity=part.quantity,
        unit=ordered.unit,
        unit_price=ordered.unit_price,
        net_amount=round_amount(part.quantity * ordered.unit_price, "EUR"),
        tax_category=STANDARD,
        tax_rate=TAX,
    )


def credit_note(issued: Issued, note: Numbered, world: World) -> Issued:
    """Some of one line is taken back; the invoice is open for so much less."""
    number, day = note
    line = _taken_back(number, issued.lines, world)
    corrected = replace(issued.invoice, discount_date=None, discount_amount=ZERO)
    head = replace(
        corrected,
        number=number,
        kind=Invoice.Kind.CREDIT_NOTE,
        corrects_number=corrected.number,
        order_number=None,
        issue_date=day,
        due_date=None,
        **_totals([line]) | {"open_amount": ZERO},
    )
    return Issued(
        replace(corrected, open_amount=corrected.open_amount - head.payable_amount),
        [*issued.lines, line],
        [*issued.taxes, _tax(head)],
        head,
    )


def _taken_back(number: str, lines: Sequence[InvoiceLineRow], world: World) -> InvoiceLineRow:
    returned = world.random.choice([line for line in lines if line.article_number != FREIGHT])
    quantity = Decimal(world.random.randint(1, int(returned.quantity)))
    return replace(
        returned,
        invoice_number=number,
        position=1,
        order_position=None,
        description=f"{returned.description} ({world.random.choice(REASONS)})",
        quantity=quantity,
        net_amount=round_amount(quantity * returned.unit_price, "EUR"),
    )


def _totals(lines: Sequence[InvoiceLineRow]) -> Totals:
    net = sum((line.net_amount for line in lines), ZERO)
    tax = round_amount(net * TAX / 100, "EUR")
    return {
        "line_total": net,
        "net_amount": net,
        "tax_amount": tax,
        "gross_amount": net + tax,
        "payable_amount": net + tax,
        "open_amount": net + tax,
    }


def _with_discount(head: InvoiceRow) -> InvoiceRow:
    last_day: date = head.issue_date + timedelta(days=DISCOUNT_DAYS)
    amount = round_amount(head.gross_amount * DISCOUNT, "EUR")
    return replace(head, discount_date=last_day, discount_amount=amount)


def _tax(head: InvoiceRow) -> TaxRow:
    return TaxRow(
        organisation_id=head.organisation_id,
        invoice_number=head.number,
        category=STANDARD,
        rate=TAX,
        taxable_amount=head.net_amount,
        tax_amount=head.tax_amount,
    )
