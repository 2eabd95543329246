"""What became of an order: confirmed, shipped in one or two parcels, delivered, cancelled."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from handschlag.capabilities.ordering.demo.carriers import arrival_of, shipment_of
from handschlag.capabilities.ordering.demo.parcels import Parcel, at
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.recording import (
    OrderLineRow,
    OrderRow,
    ShipmentLineRow,
    ShipmentRow,
)
from handschlag.core.demo import Customer, World, workday

ZERO = Decimal(0)
READ_UNTIL, WORK_BEGINS = 15, time(9)


@dataclass(frozen=True, slots=True)
class Made:
    """One order with all that belongs to it."""

    order: OrderRow
    lines: list[OrderLineRow]
    shipments: list[ShipmentRow] = field(default_factory=list)
    shipment_lines: list[ShipmentLineRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Course:
    """The parcels that have left, each as its shipment, and those that are to come."""

    sent: list[tuple[Parcel, ShipmentRow]]
    coming: list[Parcel]

    @property
    def shipments(self) -> list[ShipmentRow]:
        return [shipment for _, shipment in self.sent]

    def shipped(self, position: int) -> Decimal:
        return sum((parcel.quantities.get(position, ZERO) for parcel, _ in self.sent), ZERO)

    def delivered(self, position: int) -> Decimal:
        arrived = [parcel for parcel, shipment in self.sent if shipment.delivered_at]
        return sum((parcel.quantities.get(position, ZERO) for parcel in arrived), ZERO)

    def expected(self, position: int) -> date | None:
        on_the_way = [
            shipment.expected_date
            for parcel, shipment in self.sent
            if shipment.delivered_at is None and position in parcel.quantities
        ]
        planned = [arrival_of(p.day) for p in self.coming if position in p.quantities]
        return next((day for day in [*on_the_way, *planned] if day), None)


def deliver(world: World, customer: Customer, made: Made, parcels: list[Parcel]) -> Made:
    """What has left by now has a shipment, and the order's lines say where they are."""
    gone = [parcel for parcel in parcels if parcel.leaves_at <= world.now]
    shipments = [
        shipment_of(world, customer, made.order, parcel, nth) for nth, parcel in enumerate(gone, 1)
    ]
    course = Course(list(zip(gone, shipments, strict=True)), parcels[len(gone) :])
    waiting, since = _waiting(world, made.order)
    lines = [_line(line, course, waiting) for line in made.lines]
    return Made(
        _order(replace(made.order, progress=waiting, changed_at=since), lines, course),
        lines,
        shipments,
        [line for parcel, shipment in course.sent for line in _carried(shipment, parcel)],
    )


def cancel(world: World, made: Made) -> Made:
    """The same day, before anything has left."""
    order = made.order
    moment = order.ordered_at + timedelta(hours=world.random.randint(1, 4), minutes=17)
    return Made(
        replace(order, progress=Progress.CANCELLED, changed_at=moment),
        [replace(line, progress=Progress.CANCELLED) for line in made.lines],
    )


def _waiting(world: World, order: OrderRow) -> tuple[Progress, datetime]:
    """How far an order of which nothing has left is, and since when."""
    ordered_at = timezone.localtime(order.ordered_at)
    begun = workday(ordered_at.date(), 1)
    if begun < world.today:
        return Progress.IN_PROGRESS, at(begun, WORK_BEGINS)
    if ordered_at.hour < READ_UNTIL and workday(ordered_at.date()) == ordered_at.date():
        return Progress.CONFIRMED, ordered_at + timedelta(hours=1, minutes=12)
    return Progress.RECEIVED, ordered_at


def _line(line: OrderLineRow, course: Course, waiting: Progress) -> OrderLineRow:
    shipped, delivered = course.shipped(line.position), course.delivered(line.position)
    is_read = waiting != Progress.RECEIVED
    return replace(
        line,
        shipped_quantity=shipped,
        delivered_quantity=delivered,
        progress=_progress(line.quantity, shipped, delivered, waiting),
        expected_date=course.expected(line.position) if is_read else None,
    )


def _progress(
    quantity: Decimal, shipped: Decimal, delivered: Decimal, waiting: Progress
) -> Progress:
    if not shipped:
        return waiting
    if shipped < quantity:
        return Progress.PARTLY_SHIPPED
    return Progress.DELIVERED if delivered == quantity else Progress.SHIPPED


def _order(order: OrderRow, lines: list[OrderLineRow], course: Course) -> OrderRow:
    dates = [line.expected_date for line in lines if line.expected_date]
    expected = replace(
        order,
        expected_date=max(dates, default=None),
        expected_origin="Versandplanung" if dates else "",
    )
    if not course.sent:
        return expected
    last = course.shipments[-1]
    progress = _progress(
        sum((line.quantity for line in lines), ZERO),
        sum((line.shipped_quantity for line in lines), ZERO),
        sum((line.delivered_quantity for line in lines), ZERO),
        Progress.IN_PROGRESS,
    )
    return replace(expected, progress=progress, changed_at=last.delivered_at or last.shipped_at)


def _carried(shipment: ShipmentRow, parcel: Parcel) -> list[ShipmentLineRow]:
    return [
        ShipmentLineRow(
            organisation_id=shipment.organisation_id,
            shipment_number=shipment.number,
            position=position,
            quantity=quantity,
        )
        for position, quantity in parcel.quantities.items()
    ]
