"""What became of an order: confirmed, shipped in one or two parcels, delivered, cancelled."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.recording import (
    OrderLineRow,
    OrderRow,
    ShipmentLineRow,
    ShipmentRow,
)
from handschlag.core.demo import World, workday

CARRIERS = (
    ("Nordfracht", "https://sendung.nordfracht.example/{}"),
    ("Elbkurier", "https://elbkurier.example/track/{}"),
)
CANCELLED, PARTLY = 0.02, 0.12
SIGNATURES = ("Empfang", "Lager", "Hausmeister", "Werkstatt")
ORDER_OF_PROGRESS = (Progress.RECEIVED, Progress.CONFIRMED, Progress.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Made:
    """One order with all that belongs to it."""

    order: OrderRow
    lines: list[OrderLineRow]
    shipments: list[ShipmentRow] = field(default_factory=list)
    shipment_lines: list[ShipmentLineRow] = field(default_factory=list)


def deliver(world: World, order: OrderRow, lines: list[OrderLineRow]) -> Made:
    """Ship what is due by now: usually all at once, sometimes the rest a few weeks later."""
    if world.happens(CANCELLED):
        return _settled(Made(order, lines), Progress.CANCELLED, order.ordered_at)
    first_day = workday(timezone.localtime(order.ordered_at).date(), world.random.randint(1, 3))
    late = {line.position for line in lines if world.happens(PARTLY)}
    if len(late) == len(lines):
        late.clear()
    made = Made(order, lines)
    prompt = [line.position for line in lines if line.position not in late]
    made = _shipped(world, made, 1, first_day, prompt)
    if late:
        rest_day = workday(first_day, world.random.randint(4, 18))
        made = _shipped(world, made, 2, rest_day, sorted(late))
    return _with_progress(world, made, first_day)


def _shipped(world: World, made: Made, nth: int, day: date, positions: list[int]) -> Made:
    shipped_at = _at(day, 15)
    if shipped_at > world.now:
        expected = workday(day, 1)
        lines = [
            replace(line, expected_date=expected) if line.position in positions else line
            for line in made.lines
        ]
        return replace(made, lines=lines)
    shipment = _shipment(world, made.order, nth, day)
    arrived = shipment.delivered_at is not None
    lines = [
        _line_shipped(line, arrived=arrived) if line.position in positions else line
        for line in made.lines
    ]
    parcels = [_parcel(shipment, line) for line in lines if line.position in positions]
    return replace(
        made,
        lines=lines,
        shipments=[*made.shipments, shipment],
        shipment_lines=[*made.shipment_lines, *parcels],
    )


def _shipment(world: World, order: OrderRow, nth: int, day: date) -> ShipmentRow:
    carrier, address = world.random.choice(CARRIERS)
    tracking = f"{world.random.randint(10**11, 10**12 - 1)}"
    arrival = workday(day, world.random.randint(1, 2))
    delivered_at = _at(arrival, 10)
    has_arrived = delivered_at <= world.now
    return ShipmentRow(
        organisation_id=order.organisation_id,
        order_number=order.number,
        number=f"LS-{order.number.removeprefix('AB-')}-{nth}",
        carrier=carrier,
        tracking_number=tracking,
        tracking_url=address.format(tracking),
        shipped_at=_at(day, 15),
        expected_date=arrival,
        delivered_at=delivered_at if has_arrived else None,
        received_by=world.random.choice(SIGNATURES) if has_arrived else "",
    )


def _line_shipped(line: OrderLineRow, *, arrived: bool) -> OrderLineRow:
    return replace(
        line,
        shipped_quantity=line.quantity,
        delivered_quantity=line.quantity if arrived else Decimal(0),
        progress=Progress.DELIVERED if arrived else Progress.SHIPPED,
    )


def _parcel(shipment: ShipmentRow, line: OrderLineRow) -> ShipmentLineRow:
    return ShipmentLineRow(
        organisation_id=line.organisation_id,
        shipment_number=shipment.number,
        position=line.position,
        quantity=line.quantity,
    )


def _with_progress(world: World, made: Made, first_day: date) -> Made:
    done = {line.progress for line in made.lines}
    if not made.shipments:
        age = (world.now - made.order.ordered_at) / timedelta(days=1)
        return _settled(made, ORDER_OF_PROGRESS[min(int(age), 2)], made.order.ordered_at)
    last = made.shipments[-1].delivered_at or made.shipments[-1].shipped_at
    if any(line.shipped_quantity < line.quantity for line in made.lines):
        return _settled(made, Progress.PARTLY_SHIPPED, last, lines=False)
    progress = Progress.SHIPPED if Progress.SHIPPED in done else Progress.DELIVERED
    return _settled(made, progress, last, lines=False)


def _settled(made: Made, progress: Progress, moment: datetime, *, lines: bool = True) -> Made:
    dates = [line.expected_date for line in made.lines if line.expected_date]
    dates += [s.expected_date for s in made.shipments if s.delivered_at is None and s.expected_date]
    order = replace(
        made.order,
        progress=progress,
        changed_at=moment,
        expected_date=max(dates, default=None),
        expected_origin="Versandplanung" if dates else "",
    )
    progressed = [replace(line, progress=progress) for line in made.lines] if lines else made.lines
    open_lines = [
        replace(line, progress=Progress.IN_PROGRESS)
        if line.progress == Progress.RECEIVED and not lines
        else line
        for line in progressed
    ]
    return replace(made, order=order, lines=open_lines)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
