from typing import Any

from handschlag.capabilities.ordering.queries import orders_for
from handschlag.capabilities.ordering.rows import order_table
from handschlag.core.actor import Actor

ON_HOME = 5


def latest_orders(by: Actor) -> dict[str, Any] | None:
    newest = orders_for(by).select_related("ordered_by").order_by("-ordered_at", "-id")
    orders = list(newest[:ON_HOME])
    return {"table": order_table(orders, with_site=False)} if orders else None
