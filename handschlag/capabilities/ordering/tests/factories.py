from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from handschlag.capabilities.ordering.models import Order, OrderLine, Shipment, ShipmentLine
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.organisations.models import Organisation

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
_numbers = count(10001)


def make_order(organisation: Organisation, **changes: Any) -> Order:
    values: dict[str, Any] = {
        "number": f"AB-{next(_numbers)}",
        "ordered_at": NOON,
        "changed_at": changes.get("ordered_at", NOON),
        "currency": "EUR",
        "net_amount": Decimal("100.00"),
        "tax_amount": Decimal("19.00"),
        "gross_amount": Decimal("119.00"),
    }
    with as_owner():
        return Order.objects.create(organisation=organisation, **values | changes)


def make_line(order: Order, **changes: Any) -> OrderLine:
    values: dict[str, Any] = {
        "position": next(_numbers),
        "article_number": "HT-4711",
        "description": "Umwälzpumpe",
        "quantity": Decimal(5),
        "unit_price": Decimal("20.00"),
        "net_amount": Decimal("100.00"),
        "tax_rate": Decimal(19),
    }
    with as_owner():
        return OrderLine.objects.create(
            organisation_id=order.organisation_id, order=order, **values | changes
        )


def make_shipment(order: Order, *lines: OrderLine, **changes: Any) -> Shipment:
    values: dict[str, Any] = {
        "number": f"LS-{next(_numbers)}",
        "carrier": "Nordfracht",
        "shipped_at": NOON,
    }
    with as_owner():
        shipment = Shipment.objects.create(
            organisation_id=order.organisation_id, order=order, **values | changes
        )
        for line in lines:
            ShipmentLine.objects.create(
                organisation_id=order.organisation_id,
                shipment=shipment,
                order_line=line,
                quantity=line.quantity,
            )
        return shipment
