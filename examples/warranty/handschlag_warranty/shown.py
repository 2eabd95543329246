"""What pages and slots show, every value formatted once."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handschlag.capabilities.ordering.models import Order
from handschlag.core.actor import Actor
from handschlag.core.moments import short_day
from handschlag.core.ui.components import Button, Cell, Column, Row, Table
from handschlag_warranty.actions import is_open
from handschlag_warranty.models import Warranty
from handschlag_warranty.queries import warranties_for

ON_HOME = 3


def warranty_table(warranties: Iterable[Warranty]) -> Table:
    columns = (
        Column(_("Order"), phone="title"),
        Column(_("Registered by")),
        Column(_("Ends on"), phone="amount"),
    )
    return Table(_("Your warranties"), columns, tuple(_row(warranty) for warranty in warranties))


def ending_first(by: Actor) -> dict[str, Any] | None:
    warranties = list(warranties_for(by).order_by("ends_on", "pk")[:ON_HOME])
    return {"table": warranty_table(warranties)} if warranties else None


def of_order(by: Actor, order_id: int) -> dict[str, Any] | None:
    warranties = list(warranties_for(by).filter(order_id=order_id))
    return {"table": warranty_table(warranties)} if warranties else None


def registering(by: Actor, order_id: int) -> dict[str, Any] | None:
    """The button on an order that has no warranty yet, and is not too old for one."""
    order = Order.objects.get(pk=order_id)
    if not is_open(order, timezone.now()) or warranties_for(by).filter(order=order).exists():
        return None
    return {
        "url": reverse("warranty:register", args=[order.public_id]),
        "button": Button(_("Register warranty"), look="secondary", busy=_("Registering …")),
    }


def _row(warranty: Warranty) -> Row:
    cells = (
        Cell(warranty.order.number),
        Cell(warranty.registered_by.name),
        Cell(short_day(warranty.ends_on)),
    )
    return Row(cells, warranty.order.get_absolute_url())
