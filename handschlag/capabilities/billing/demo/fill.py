"""Invoices for what was shipped, how customers pay them, credit notes and a few bookings."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db.models import Prefetch
from django.utils import timezone

from handschlag.capabilities.billing.actions import (
    record_bookings,
    record_invoices,
    record_payments,
)
from handschlag.capabilities.billing.demo.credits import credits_of
from handschlag.capabilities.billing.demo.documents import Issued, Names, credit_note, invoice
from handschlag.capabilities.billing.demo.payments import habit_of, left_unpaid, paid
from handschlag.capabilities.billing.postings import BookingRow, PaymentRows
from handschlag.capabilities.billing.recording import InvoiceRows
from handschlag.capabilities.ordering.models import Shipment, ShipmentLine
from handschlag.core.demo import Customer, World, workday
from handschlag.core.upserts import Rows, rows_of

BATCH = 400
BONUS, BONUS_DAY = 0.08, 15

Customers = dict[int, Customer]


def fill(world: World) -> None:
    customers = {customer.organisation_id: customer for customer in world.customers}
    documents = _settled(world, customers, _issued(world, customers))
    while batch := list(islice(documents, BATCH)):
        record_invoices(world.by, rows=_invoice_rows(batch), run=world.run)
        record_payments(world.by, rows=_payment_rows(batch), run=world.run)
    record_bookings(world.by, bookings=_bonuses(world), run=world.run)


def _issued(world: World, customers: Customers) -> list[Issued]:
    """An invoice per shipment, in their order."""
    names = Names("RE")
    lines = ShipmentLine.objects.select_related("order_line").order_by("order_line__position")
    shipped = Shipment.objects.filter(organisation__in=customers)
    shipments = shipped.select_related("order").order_by("shipped_at", "number")
    return [
        invoice(
            names.next(timezone.localdate(shipment.shipped_at)),
            shipment,
            customers[shipment.organisation_id],
            world,
        )
        for shipment in shipments.prefetch_related(Prefetch("lines", lines))
    ]


def _settled(world: World, customers: Customers, issued: list[Issued]) -> Iterator[Issued]:
    """The same invoices as they stand today: corrected, paid or still open."""
    unpaid = left_unpaid(world, issued)
    notes = credits_of(world, issued, unpaid)
    habits = {number: habit_of(world, customer) for number, customer in customers.items()}
    for document in issued:
        number, owner = document.invoice.number, document.invoice.organisation_id
        if number in unpaid:
            yield document
        else:
            note = notes.get(number)
            corrected = credit_note(document, note, world) if note else document
            yield paid(world, corrected, customers[owner], habits[owner])


def _bonuses(world: World) -> Rows:
    """What installers get for the last year that was settled by now."""
    day = workday(world.today.replace(month=1, day=BONUS_DAY))
    if day >= world.today:
        day = workday(day.replace(year=day.year - 1, day=BONUS_DAY))
    installers = [customer for customer in world.customers if customer.trade == "installer"]
    receivers = [customer for customer in installers if customer.known or world.happens(BONUS)]
    return rows_of(
        BookingRow,
        [
            BookingRow(
                organisation_id=customer.organisation_id,
                number=f"BO-{day.year - 1}-{nth:03}",
                booked_date=day,
                text=f"Jahresbonus {day.year - 1}",
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
