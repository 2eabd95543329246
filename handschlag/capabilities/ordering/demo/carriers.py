"""Who brings the goods: the company's own truck the next morning, a courier, a forwarder."""

from datetime import date, datetime, time
from decimal import Decimal

from handschlag.capabilities.ordering.demo.parcels import Parcel, at
from handschlag.capabilities.ordering.recording import OrderRow, ShipmentRow
from handschlag.core.demo import Customer, World, workday

OWN_TRUCK = ("Thomsen & Brink Lieferdienst", "")
COURIER = ("Elbkurier", "https://elbkurier.example/track/{}")
FORWARDER = ("Nordfracht", "https://sendung.nordfracht.example/{}")
BY_TRUCK, BULKY = 0.6, Decimal(600)
MOST_DAYS = 2
SIGNATURES = {"installer": ("Lager", "Werkstatt", "Büro"), "manager": ("Hausmeister", "Empfang")}


def arrival_of(day: date) -> date:
    """When what leaves on `day` is expected."""
    return workday(day, 1)


def shipment_of(
    world: World, customer: Customer, order: OrderRow, parcel: Parcel, nth: int
) -> ShipmentRow:
    carrier, address = _carrier(world, customer, order)
    tracking = f"{world.random.randint(10**11, 10**12 - 1)}" if address else ""
    days = world.random.randint(1, MOST_DAYS) if address else 1
    arrives_at = _arrival(world, workday(parcel.day, days))
    has_arrived = arrives_at <= world.now
    return ShipmentRow(
        organisation_id=order.organisation_id,
        order_number=order.number,
        number=f"LS-{order.number.removeprefix('AB-')}-{nth}",
        carrier=carrier,
        tracking_number=tracking,
        tracking_url=address.format(tracking),
        shipped_at=parcel.leaves_at,
        expected_date=arrives_at.date(),
        delivered_at=arrives_at if has_arrived else None,
        received_by=_signature(world, customer) if has_arrived else "",
    )


def _carrier(world: World, customer: Customer, order: OrderRow) -> tuple[str, str]:
    if customer.trade != "private" and world.happens(BY_TRUCK):
        return OWN_TRUCK
    return FORWARDER if order.net_amount > BULKY else COURIER


def _arrival(world: World, day: date) -> datetime:
    return at(day, time(world.random.randint(7, 11), world.random.randint(0, 59)))


def _signature(world: World, customer: Customer) -> str:
    return world.random.choice(SIGNATURES.get(customer.trade, (customer.name,)))
