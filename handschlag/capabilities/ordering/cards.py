from typing import Any

from django.db.models import QuerySet

from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.capabilities.ordering.rows import order_table
from handschlag.core.actor import Actor
from handschlag.core.prepared import fetched

ON_HOME = 5


def latest_orders(by: Actor) -> dict[str, Any] | None:
    orders = fetched(_latest, by)
    return {"table": order_table(orders, with_site=False)} if orders else None


def _latest(by: Actor) -> QuerySet[Order]:
    newest = orders_for(by).select_related("ordered_by").order_by("-ordered_at", "-id")
    return newest[:ON_HOME]
