from django.db.models import Q, QuerySet

from handschlag.capabilities.ordering.queries import orders_for
from handschlag.core.actor import Actor
from handschlag_warranty.models import Warranty


def warranties_for(by: Actor) -> QuerySet[Warranty]:
    """Those of the orders that `by` may see."""
    orders = orders_for(by)
    return Warranty.objects.filter(
        Q(organisation_id=by.organisation_id), order_id__in=orders.values("pk")
    ).select_related("order", "registered_by")


def orders_by_warranty(by: Actor, text: str) -> QuerySet[Warranty, int]:
    """Ids of the orders whose warranty has the public id `text`."""
    return warranties_for(by).filter(public_id=text).values_list("order_id", flat=True)
