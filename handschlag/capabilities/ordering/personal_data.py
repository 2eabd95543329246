from django.db.models import Q

from handschlag.capabilities.ordering.models import Order
from handschlag.core.actor import Actor
from handschlag.core.personal_data import Held


def held_on(by: Actor, person_id: int) -> Held:
    """The orders that they placed; what was ordered is their organisation's."""
    placed = Order.objects.filter(Q(ordered_by=person_id)).order_by("pk")
    return {"orders": list(placed.values("number", "ordered_at", "ordered_by_name"))}
