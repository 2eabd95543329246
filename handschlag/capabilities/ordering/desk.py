"""What ordering shows at the desk: orders by their number, and what is open with a customer."""

from typing import Any

from django.utils.translation import gettext as _

from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.capabilities.ordering.queries import orders_everywhere, orders_for
from handschlag.capabilities.ordering.rows import order_table
from handschlag.core.actor import Actor
from handschlag.core.finding import numbered
from handschlag.core.moments import short_day
from handschlag.core.slots import Hit

MOST_SHOWN = 10
DONE = (Progress.DELIVERED, Progress.CANCELLED)


def find_orders(by: Actor, text: str) -> list[Hit]:
    found = numbered(orders_everywhere(by).select_related("organisation"), text)
    return [_hit(order, is_exact=is_exact) for order, is_exact in found]


def _hit(order: Order, *, is_exact: bool) -> Hit:
    hint = f"{order.organisation.name} · {short_day(order.ordered_at)}"
    return Hit(order.number, hint, order.organisation.public_id, is_exact)


def open_orders(by: Actor) -> dict[str, Any]:
    """The newest orders of the organisation that `by` looks at which are still on their way."""
    rows = orders_for(by).exclude(progress__in=DONE).select_related("site", "ordered_by")
    newest = list(rows.order_by("-ordered_at", "-id")[:MOST_SHOWN])
    table = order_table(newest, caption=_("Open orders, newest first"), with_site=True)
    return {"table": table.without_links()}
