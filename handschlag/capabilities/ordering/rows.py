"""Orders as rows of a table: every value formatted once, here."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.core.exports import Value
from handschlag.core.moments import short_day
from handschlag.core.money import format_amount
from handschlag.core.ui.components import Badge, Cell, Column, Row, Table, Tone

LOOKS: dict[str, tuple[Tone, str]] = {
    Progress.RECEIVED: ("neutral", "inbox"),
    Progress.CONFIRMED: ("info", "circle-check"),
    Progress.IN_PROGRESS: ("info", "package"),
    Progress.PARTLY_SHIPPED: ("info", "truck"),
    Progress.SHIPPED: ("info", "truck"),
    Progress.DELIVERED: ("success", "package-check"),
    Progress.CANCELLED: ("neutral", "ban"),
}


def progress_badge(progress: str) -> Badge:
    return Badge(Progress(progress).label, *LOOKS[progress])


def orderer_of(order: Order) -> str:
    return order.ordered_by.name if order.ordered_by else order.ordered_by_name


def order_table(orders: Iterable[Order], *, with_site: bool, caption: str = "") -> Table:
    columns = [
        Column(_("Order"), phone="title"),
        Column(_("Date")),
        Column(_("Ordered by"), phone="hidden"),
        Column(_("Status"), phone="status"),
        Column(_("Amount (gross)"), kind="number", phone="amount"),
    ]
    if with_site:
        columns.insert(3, Column(_("Site"), phone="hidden"))
    rows = tuple(_row(order, with_site=with_site) for order in orders)
    return Table(caption or _("Your orders, newest first"), tuple(columns), rows)


def _row(order: Order, *, with_site: bool) -> Row:
    cells = [
        Cell(order.number, hint=order.customer_reference),
        Cell(short_day(order.ordered_at)),
        Cell(orderer_of(order)),
        _status(order),
        Cell(format_amount(order.gross_amount, order.currency)),
    ]
    if with_site:
        cells.insert(3, Cell(order.site.name if order.site else ""))
    return Row(tuple(cells), order.get_absolute_url())


def _status(order: Order) -> Cell:
    """A cancelled order says since when it is."""
    badge = progress_badge(order.progress)
    if order.progress != Progress.CANCELLED:
        return Cell(badge=badge)
    return Cell(badge=badge, hint=_("since %(day)s") % {"day": short_day(order.changed_at)})


def export_head() -> list[str]:
    return [
        _("Order number"),
        _("Your reference"),
        _("Ordered on"),
        _("Ordered by"),
        _("Site"),
        _("Cost centre"),
        _("Status"),
        _("Net amount"),
        _("Tax"),
        _("Gross amount"),
        _("Currency"),
    ]


def export_row(order: Order) -> list[Value]:
    return [
        order.number,
        order.customer_reference,
        order.ordered_at,
        orderer_of(order),
        order.site.name if order.site else "",
        order.cost_centre,
        str(order.get_progress_display()),
        order.net_amount,
        order.tax_amount,
        order.gross_amount,
        order.currency,
    ]
