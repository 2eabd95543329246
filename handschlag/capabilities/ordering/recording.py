"""What other systems tell about orders: the columns, and the SQL that takes them in.

`number` of an order is unique within its organisation, so that pair is how lines and
shipments name their order. All amounts and quantities come rounded, all texts short enough:
PostgreSQL refuses the call otherwise. `changed_at` is the other system's time, so that a
second call with the same rows changes nothing; `as_of` alone makes no row different.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handschlag.capabilities.ordering.models import (
    Order,
    OrderLine,
    Progress,
    Shipment,
    ShipmentLine,
)
from handschlag.core.upserts import Rows, Written, columns_of, fetched, rows_of, upsert

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """Addresses as `core.postal.PostalAddress.to_json` makes them."""

    organisation_id: int
    number: str
    site_id: int | None = None
    customer_reference: str = ""
    cost_centre: str = ""
    progress: str = Progress.RECEIVED
    ordered_at: datetime
    changed_at: datetime
    expected_date: date | None = None
    expected_origin: str = ""
    ordered_by_id: int | None = None
    ordered_by_name: str = ""
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    delivery_address: dict[str, str] = field(default_factory=dict)
    invoice_address: dict[str, str] = field(default_factory=dict)
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineRow:
    """`invoiced_quantity` is absent: billing tells it by `mark_invoiced`."""

    organisation_id: int
    order_number: str
    position: int
    article_number: str
    customer_article_number: str = ""
    description: str
    quantity: Decimal
    shipped_quantity: Decimal = ZERO
    delivered_quantity: Decimal = ZERO
    unit: str = "C62"
    unit_price: Decimal
    net_amount: Decimal
    tax_rate: Decimal
    progress: str = Progress.RECEIVED
    expected_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRow:
    organisation_id: int
    order_number: str
    number: str
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime
    expected_date: date | None = None
    delivered_at: datetime | None = None
    received_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLineRow:
    """`position` is the order line's."""

    organisation_id: int
    shipment_number: str
    position: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class OrderRows:
    """One call's worth: `lines` holds every line of every order of `orders`.

    A line that was there before and is missing now is deleted. `shipments` and
    `shipment_lines` only add and change.
    """

    orders: Rows
    lines: Rows
    shipments: Rows
    shipment_lines: Rows

    @classmethod
    def of(
        cls,
        orders: Iterable[OrderRow],
        lines: Iterable[OrderLineRow],
        shipments: Iterable[ShipmentRow] = (),
        shipment_lines: Iterable[ShipmentLineRow] = (),
    ) -> "OrderRows":
        return cls(
            rows_of(OrderRow, orders),
            rows_of(OrderLineRow, lines),
            rows_of(ShipmentRow, shipments),
            rows_of(ShipmentLineRow, shipment_lines),
        )


def write(rows: OrderRows) -> Written:
    touched = _delete_missing_lines(rows)
    heads = _write_orders(rows.orders)
    created = {order for order, is_new in heads if is_new}
    touched |= {order for order, _ in heads} | _write_lines(rows.lines)
    touched |= _write_shipments(rows.shipments) | _write_shipment_lines(rows.shipment_lines)
    return Written(sorted(created), sorted(touched - created))


def _write_orders(orders: Rows) -> list[tuple[Any, ...]]:
    columns = columns_of(OrderRow, without=("organisation_id", "number", "as_of"))
    return upsert(
        Order,
        orders,
        key=("organisation_id", "number"),
        columns=columns,
        uncompared=("as_of",),
    )


def _write_lines(lines: Rows) -> set[int]:
    columns = columns_of(OrderLineRow, without=("organisation_id", "order_number", "position"))
    key = ("organisation_id", "order_id", "position")
    return _orders_of(
        upsert(OrderLine, _named(lines), key=key, columns=columns, returning=["order_id"])
    )


def _write_shipments(shipments: Rows) -> set[int]:
    columns = columns_of(ShipmentRow, without=("organisation_id", "order_number", "number"))
    return _orders_of(
        upsert(
            Shipment,
            _named(shipments),
            key=("organisation_id", "number"),
            columns=("order_id", *columns),
            returning=["order_id"],
        )
    )


def _write_shipment_lines(shipment_lines: Rows) -> set[int]:
    named = Rows(
        "select given.organisation_id, given.quantity, shipment.id as shipment_id,"
        f" line.id as order_line_id from ({shipment_lines.select}) as given"
        " left join ordering_shipment shipment"
        " on (shipment.organisation_id, shipment.number)"
        " = (given.organisation_id, given.shipment_number)"
        " left join ordering_orderline line"
        " on (line.organisation_id, line.order_id, line.position)"
        " = (given.organisation_id, shipment.order_id, given.position)",
        shipment_lines.parameters,
    )
    key = ("organisation_id", "shipment_id", "order_line_id")
    written = upsert(ShipmentLine, named, key=key, columns=["quantity"], returning=["shipment_id"])
    ids = list({shipment for shipment, _ in written})
    return set(Shipment.objects.filter(pk__in=ids).values_list("order_id", flat=True))


def _delete_missing_lines(rows: OrderRows) -> set[int]:
    missing = (
        "select line.id from ordering_orderline line"
        " join ordering_order known on known.id = line.order_id"
        f" join ({rows.orders.select}) as given"
        " on (given.organisation_id, given.number) = (known.organisation_id, known.number)"
        f" where not exists (select 1 from ({rows.lines.select}) as kept"
        " where (kept.organisation_id, kept.order_number, kept.position)"
        " = (known.organisation_id, known.number, line.position))"
    )
    ids = [
        row[0] for row in fetched(Rows(missing, [*rows.orders.parameters, *rows.lines.parameters]))
    ]
    lines = OrderLine.objects.filter(pk__in=ids)
    orders = set(lines.values_list("order_id", flat=True))
    lines.delete()
    return orders


def _named(rows: Rows) -> Rows:
    """With `order_id`; it is null, and the insert refused, where no order has the number."""
    return Rows(
        f"select given.*, named.id as order_id from ({rows.select}) as given"
        " left join ordering_order named"
        " on (named.organisation_id, named.number) = (given.organisation_id, given.order_number)",
        rows.parameters,
    )


def _orders_of(written: list[tuple[Any, ...]]) -> set[int]:
    return {order for order, _ in written}
