"""One order as its page shows it: a sentence, a line of progress, lines, deliveries, facts."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handschlag.capabilities.ordering.models import Order, OrderLine, Progress, Shipment
from handschlag.capabilities.ordering.rows import LOOKS, orderer_of, progress_badge
from handschlag.core.moments import as_of, long_day, short_day, today
from handschlag.core.money import format_amount, format_unit_price
from handschlag.core.postal import PostalAddress
from handschlag.core.quantities import format_quantity
from handschlag.core.ui.components import (
    Badge,
    Cell,
    Column,
    Fact,
    Row,
    Step,
    StepState,
    Table,
    total_row,
)

STAGES = (
    Progress.RECEIVED,
    Progress.CONFIRMED,
    Progress.IN_PROGRESS,
    Progress.SHIPPED,
    Progress.DELIVERED,
)


def status_sentence(order: Order, shipments: Sequence[Shipment]) -> str:
    """Where the order stands, with the day that matters."""
    word = str(order.get_progress_display())
    if order.progress == Progress.CANCELLED:
        return _("Cancelled on %(day)s") % {"day": long_day(order.changed_at)}
    if order.progress == Progress.DELIVERED:
        return _("Delivered on %(day)s") % {"day": long_day(_delivered_on(order, shipments))}
    if order.expected_date is None:
        return _("%(status)s since %(day)s") % {"status": word, "day": long_day(order.changed_at)}
    names = {"status": word, "day": _weekday(order.expected_date)}
    if order.expected_date < today():
        return _("%(status)s. Delivery was planned for %(day)s") % names
    return _("%(status)s. Delivery expected on %(day)s") % names


def origin_of_date(order: Order) -> str:
    """Who says when the goods come, and how old that is."""
    if not (order.expected_date and order.expected_origin):
        return ""
    if order.as_of is None:
        return _("According to: %(origin)s") % {"origin": order.expected_origin}
    return _("According to: %(origin)s, as of %(moment)s") % {
        "origin": order.expected_origin,
        "moment": as_of(order.as_of),
    }


def progress_steps(order: Order, shipments: Sequence[Shipment]) -> tuple[Step, ...]:
    """Empty for a cancelled order, which goes nowhere."""
    if order.progress == Progress.CANCELLED:
        return ()
    reached = Progress.SHIPPED if order.progress == Progress.PARTLY_SHIPPED else order.progress
    current = STAGES.index(Progress(reached))
    return tuple(
        Step(
            _label(stage, order),
            _state(number, current),
            _stage_day(stage, order, shipments) if number <= current else "",
        )
        for number, stage in enumerate(STAGES)
    )


def _state(number: int, current: int) -> StepState:
    last = len(STAGES) - 1
    if number < current or number == current == last:
        return "done"
    return "current" if number == current else "open"


def _label(stage: Progress, order: Order) -> str:
    is_partly = stage == Progress.SHIPPED and order.progress == Progress.PARTLY_SHIPPED
    return str(Progress.PARTLY_SHIPPED.label if is_partly else stage.label)


def _stage_day(stage: Progress, order: Order, shipments: Sequence[Shipment]) -> str:
    if stage == Progress.RECEIVED:
        return short_day(order.ordered_at)
    if stage == Progress.SHIPPED and shipments:
        return short_day(min(shipment.shipped_at for shipment in shipments))
    if stage == Progress.DELIVERED:
        return short_day(_delivered_on(order, shipments))
    return short_day(order.changed_at) if stage == order.progress else ""


def _delivered_on(order: Order, shipments: Sequence[Shipment]) -> date:
    days = [shipment.delivered_at for shipment in shipments if shipment.delivered_at]
    return max(days, default=order.changed_at)


def _weekday(day: date) -> str:
    return date_format(day, _("l, F j"))


def line_table(order: Order, lines: Sequence[OrderLine], shipments: Sequence[Shipment]) -> Table:
    columns = (
        Column(_("Pos."), phone="hidden"),
        Column(_("Article"), phone="title"),
        Column(_("Ordered"), kind="number", phone="labelled"),
        Column(_("Shipped"), kind="number", phone="labelled"),
        Column(_("Still open"), kind="number", phone="labelled"),
        Column(_("Status"), phone="status"),
        Column(_("Unit price (net)"), kind="number", phone="labelled"),
        Column(_("Amount (net)"), kind="number", phone="amount"),
    )
    carried = _shipments_by_line(shipments)
    rows = tuple(_line(order, line, carried.get(line.pk, [])) for line in lines)
    return Table(_("Lines of the order"), columns, rows, total_rows(order, len(columns)))


def total_rows(order: Order, width: int) -> tuple[Row, ...]:
    amounts = (
        (_("Net amount"), order.net_amount),
        (_("Tax"), order.tax_amount),
        (_("Total"), order.gross_amount),
    )
    return tuple(
        total_row(label, format_amount(amount, order.currency), width) for label, amount in amounts
    )


def _line(order: Order, line: OrderLine, carried: list[Shipment]) -> Row:
    is_cancelled = line.progress == Progress.CANCELLED
    left = line.quantity - line.shipped_quantity
    still_open = left if left > 0 and not is_cancelled else None
    return Row(
        (
            Cell(str(line.position)),
            Cell(line.description, hint=article(line)),
            Cell(format_quantity(line.quantity, line.unit)),
            Cell(format_quantity(line.shipped_quantity)),
            Cell(format_quantity(still_open) if still_open else "–"),
            Cell(badge=progress_badge(line.progress), hint=_next_step(line, carried)),
            Cell(format_unit_price(line.unit_price, order.currency)),
            Cell(format_amount(line.net_amount, order.currency)),
        )
    )


def article(line: OrderLine) -> str:
    if line.customer_article_number:
        return _("Article %(number)s, yours %(own)s") % {
            "number": line.article_number,
            "own": line.customer_article_number,
        }
    return _("Article %(number)s") % {"number": line.article_number}


def _next_step(line: OrderLine, carried: list[Shipment]) -> str:
    """What has come of a line so far, and what comes next."""
    parts = [_carried(shipment) for shipment in carried]
    if 0 < line.shipped_quantity < line.quantity:
        parts.append(
            _("%(shipped)s of %(ordered)s shipped")
            % {
                "shipped": format_quantity(line.shipped_quantity),
                "ordered": format_quantity(line.quantity, line.unit),
            }
        )
    if line.expected_date and line.progress not in {Progress.DELIVERED, Progress.CANCELLED}:
        parts.append(_("expected on %(day)s") % {"day": short_day(line.expected_date)})
    return "; ".join(parts)


def _carried(shipment: Shipment) -> str:
    moment = shipment.delivered_at or shipment.shipped_at
    names = {"number": shipment.number, "day": short_day(moment)}
    if shipment.delivered_at:
        return _("%(number)s delivered on %(day)s") % names
    return _("%(number)s shipped on %(day)s") % names


def _shipments_by_line(shipments: Sequence[Shipment]) -> dict[int, list[Shipment]]:
    carried: dict[int, list[Shipment]] = {}
    for shipment in shipments:
        for line in shipment.order_line_ids:
            carried.setdefault(line, []).append(shipment)
    return carried


def shipment_table(shipments: Sequence[Shipment]) -> Table | None:
    if not shipments:
        return None
    columns = [
        Column(_("Delivery note"), phone="title"),
        Column(_("Shipped on"), phone="labelled"),
        Column(_("Carrier")),
        Column(_("Status"), phone="status"),
    ]
    with_tracking = any(shipment.tracking_url for shipment in shipments)
    if with_tracking:
        columns.append(Column(_("Tracking")))
    rows = tuple(_shipment(shipment, with_tracking=with_tracking) for shipment in shipments)
    return Table(_("Deliveries of the order"), tuple(columns), rows)


def _shipment(shipment: Shipment, *, with_tracking: bool) -> Row:
    cells = (
        Cell(shipment.number),
        Cell(short_day(shipment.shipped_at)),
        Cell(shipment.carrier, hint=shipment.tracking_number),
        _proof(shipment),
    )
    return Row((*cells, _tracking(shipment)) if with_tracking else cells)


def _tracking(shipment: Shipment) -> Cell:
    url = shipment.tracking_url
    return Cell(_("Track shipment"), url=url) if url else Cell()


def _proof(shipment: Shipment) -> Cell:
    if shipment.delivered_at:
        badge = Badge(
            _("delivered on %(day)s") % {"day": short_day(shipment.delivered_at)},
            *LOOKS[Progress.DELIVERED],
        )
        names = {"name": shipment.received_by}
        return Cell(
            badge=badge, hint=_("Received by %(name)s") % names if shipment.received_by else ""
        )
    day = short_day(shipment.expected_date)
    return Cell(
        badge=Badge(_("on the way"), *LOOKS[Progress.SHIPPED]),
        hint=_("expected on %(day)s") % {"day": day} if day else "",
    )


def facts(order: Order) -> tuple[Fact, ...]:
    """What was agreed; a fact that nobody gave is left out."""
    listed = (
        (_("Ordered on"), (long_day(order.ordered_at),)),
        (_("Ordered by"), (orderer_of(order),)),
        (_("Your reference"), (order.customer_reference,)),
        (_("Cost centre"), (order.cost_centre,)),
        (_("Site"), (order.site.name if order.site else "",)),
        (_("Delivery address"), _address(order.delivery_address)),
        (_("Invoice address"), _address(order.invoice_address)),
    )
    return tuple(Fact(label, lines) for label, lines in listed if any(lines))


def _address(stored: dict[str, str]) -> tuple[str, ...]:
    return tuple(PostalAddress.from_json(stored).lines)
