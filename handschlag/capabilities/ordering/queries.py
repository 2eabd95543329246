from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from handschlag.capabilities.ordering.models import Order, OrderLine, Shipment, ShipmentLine
from handschlag.capabilities.ordering.rules import READ, reads_everywhere
from handschlag.core.actor import Actor, Scope
from handschlag.core.finding import found_elsewhere, number_like
from handschlag.core.prepared import fetched, found

ORDER = Order._meta.label_lower


def orders_for(by: Actor) -> QuerySet[Order]:
    """The orders that `by` may see: their own, their sites' or their organisation's."""
    mine = Order.objects.filter(Q(organisation_id=by.organisation_id))
    match by.scope_of(READ):
        case Scope.COMPANY | Scope.SUBTREE:
            return mine
        case Scope.SITE:
            return mine.filter(site_id__in=by.site_ids)
        case Scope.OWN:
            return mine.filter(ordered_by_id=by.person_id)
        case None:
            return mine.none()


def orders_everywhere(by: Actor) -> QuerySet[Order]:
    """The orders of all organisations, for staff who may see orders."""
    return Order.objects.all() if reads_everywhere.test(by) else Order.objects.none()


def get_order(by: Actor, public_id: str) -> Order:
    """Raises Http404 for an order that is not there or not for `by` to see."""
    return found(fetched(_order, by, public_id))


def _order(by: Actor, public_id: str) -> QuerySet[Order]:
    return orders_for(by).select_related("site", "ordered_by").filter(public_id=public_id)


def orders_matching(by: Actor, orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Orders with `text` in a number of theirs, of a delivery, of a line or of another room's."""
    lines = OrderLine.objects.filter(
        Q(organisation_id=by.organisation_id),
        number_like(text, "article_number", "customer_article_number")
        | Q(description__icontains=text),
    )
    shipments = Shipment.objects.filter(
        Q(organisation_id=by.organisation_id), number_like(text, "number", "tracking_number")
    )
    return orders.filter(
        number_like(text, "number", "customer_reference")
        | Q(pk__in=lines.values("order_id"))
        | Q(pk__in=shipments.values("order_id"))
        | found_elsewhere(by, ORDER, text)
    )


def lines_of(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(organisation_id=order.organisation_id, order=order)


def shipments_of(order: Order) -> QuerySet[Shipment]:
    """Each with `order_line_ids`, the order lines of which it carried a part."""
    carried = ShipmentLine.objects.filter(
        organisation_id=OuterRef("organisation_id"), shipment=OuterRef("pk")
    ).values("order_line_id")
    return Shipment.objects.filter(organisation_id=order.organisation_id, order=order).annotate(  # type: ignore[no-redef]
        order_line_ids=ArraySubquery(carried)
    )
