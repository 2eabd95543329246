"""Pages of this room that the studio shows in a look before it is saved."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.core.actor import Actor
from handschlag.core.slots import Preview


def order_under_way(by: Actor) -> str:
    """Of the samples, one whose page has something of everything."""
    partly_there = orders_for(by).filter(progress=Progress.PARTLY_SHIPPED)
    return partly_there.latest("ordered_at").get_absolute_url()


PREVIEWS = [
    Preview("orders", _("Orders"), 20, lambda _: reverse("ordering:list")),
    Preview("order", _("An order"), 21, order_under_way),
]
