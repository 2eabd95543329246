"""Invoices for what was shipped, how customers pay them, credit notes and a few bookings."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db.models import Prefetch

from handschlag.capabilities.billing.actions import (
    record_bookings,
    record_invoices,
    record_payments,
)
from handschlag.capabilities.billing.demo.documents import Issued, credit_note, invoice
from handschlag.capabilities.billing.models import Payment
from handschlag.capabilities.billing.postings import (
    AllocationRow,
    BookingRow,
    PaymentRow,
    PaymentRows,
)
from handschlag.capabilities.billing.recording import InvoiceRows
from handschlag.capabilities.ordering.models import Shipment, ShipmentLine
from handschlag.core.demo import Customer, World
from handschlag.core.upserts import Rows, rows_of

BATCH = 400
SHARE_CREDITED = 0.025
BONUS = 0.08
# How customers pay: the share of them, and after how many days at the earliest and latest.
HABITS = ((0.75, 4, 14), (0.18, 20, 34), (0.07, 45, 130))

LIVELY_HABIT = (12, 48)


def fill(world: World) -> None:
    customers = {customer.organisation_id: customer for customer in world.customers}
    habits = {number: _habit(world, customer) for number, customer in customers.items()}
    issued = _issued(world, customers, habits)
    while batch := list(islice(issued, BATCH)):
        record_invoices(world.by, rows=_invoice_rows(batch), run=world.run)
        record_payments(world.by, rows=_payment_rows(batch), run=world.run)
    record_bookings(world.by, bookings=_bonuses(world), run=world.run)


def _issued(
    world: World, customers: dict[int, Customer], habits: dict[int, tuple[int, int]]
) -> Iterator[Issued]:
    """An invoice per shipment, numbered through the year, with what was paid and credited."""
    counters: dict[str, int] = {}
    lines = ShipmentLine.objects.select_related("order_line").order_by("order_line__position")
    shipments = Shipment.objects.select_related("order").order_by("shipped_at", "number")
    for shipment in shipments.prefetch_related(Prefetch("lines", lines)):
        customer = customers[shipment.organisation_id]
        document = invoice(_number(counters, "RE", shipment), shipment, customer, world)
        if world.happens(SHARE_CREDITED):
            document = credit_note(_number(counters, "GS", shipment), document, world)
        yield _paid(world, document, habits[shipment.organisation_id])


def _number(counters: dict[str, int], kind: str, shipment: Shipment) -> str:
    series = f"{kind}-{shipment.shipped_at.year}"
    counters[series] = counters.get(series, 0) + 1
    return f"{series}-{counters[series]:05}"


def _habit(world: World, customer: Customer) -> tuple[int, int]:
    if customer.lively:
        return LIVELY_HABIT
    shares = [share for share, _, _ in HABITS]
    _, earliest, latest = world.random.choices(HABITS, shares)[0]
    return earliest, latest


def _paid(world: World, document: Issued, habit: tuple[int, int]) -> Issued:
    row = document.invoice
    received = row.issue_date + timedelta(days=world.random.randint(*habit))
    if received > world.today or row.open_amount <= 0:
        return document
    number = row.number.replace("RE-", "ZE-")
    payment = PaymentRow(
        organisation_id=row.organisation_id,
        number=number,
        received_date=received,
        amount=row.open_amount,
        currency=row.currency,
        method=Payment.Method.DIRECT_DEBIT if world.happens(0.2) else Payment.Method.TRANSFER,
        reference=row.number,
    )
    return document.settled_by(
        payment,
        AllocationRow(
            organisation_id=row.organisation_id,
            payment_number=number,
            invoice_number=row.number,
            amount=row.open_amount,
        ),
    )


def _bonuses(world: World) -> Rows:
    last_year = world.today.year - 1
    receivers = [c for c in world.customers if c.trade == "installer" and world.happens(BONUS)]
    return rows_of(
        BookingRow,
        [
            BookingRow(
                organisation_id=customer.organisation_id,
                number=f"BO-{last_year}-{nth:03}",
                booked_date=world.today.replace(month=1, day=15),
                text=f"Jahresbonus {last_year}",
                amount=-Decimal(world.random.randint(8, 60) * 10),
                currency="EUR",
            )
            for nth, customer in enumerate(receivers, 1)
        ],
    )


def _invoice_rows(batch: list[Issued]) -> InvoiceRows:
    documents = [row for issued in batch for row in issued.documents]
    return InvoiceRows.of(
        documents,
        [line for issued in batch for line in issued.lines],
        [tax for issued in batch for tax in issued.taxes],
    )


def _payment_rows(batch: list[Issued]) -> PaymentRows:
    return PaymentRows.of(
        [payment for issued in batch for payment in issued.payments],
        [allocation for issued in batch for allocation in issued.allocations],
    )
