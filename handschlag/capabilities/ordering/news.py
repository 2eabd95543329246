"""What customers are told about their orders."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.capabilities.ordering.events import OrderChanged, OrderRecorded
from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.capabilities.ordering.rules import may_read
from handschlag.core.topics import Channel, Topic, Words

OrderEvent = OrderRecorded | OrderChanged
KINDS = (OrderRecorded, OrderChanged)
ON_ITS_WAY = {Progress.PARTLY_SHIPPED, Progress.SHIPPED}


def _has_come_to(event: OrderEvent, before: OrderEvent | None, stages: set[Progress]) -> bool:
    return event.progress in stages and (before is None or before.progress != event.progress)


def _is_shipped(event: OrderEvent, before: OrderEvent | None) -> bool:
    return _has_come_to(event, before, ON_ITS_WAY)


def _is_cancelled(event: OrderEvent, before: OrderEvent | None) -> bool:
    return _has_come_to(event, before, {Progress.CANCELLED})


def _received(event: OrderRecorded, order: Order) -> Words:
    title = _("Order %(number)s was received") % {"number": event.number}
    return Words(title, _about(order), order.get_absolute_url())


def _shipped(event: OrderEvent, order: Order) -> Words:
    if event.progress == Progress.PARTLY_SHIPPED:
        title = _("A part of order %(number)s is on its way")
    else:
        title = _("Order %(number)s is on its way")
    return Words(title % {"number": event.number}, _about(order), order.get_absolute_url())


def _cancelled(event: OrderEvent, order: Order) -> Words:
    title = _("Order %(number)s was cancelled") % {"number": event.number}
    return Words(title, _about(order), order.get_absolute_url())


def _about(order: Order) -> str:
    if order.customer_reference:
        return _("Your reference: %(reference)s") % {"reference": order.customer_reference}
    return _("The order shows all lines and deliveries.")


NEWS = [
    Topic(
        "ordering.received",
        gettext_lazy("Orders received"),
        (OrderRecorded,),
        may_read,
        orders_for,
        _received,
    ),
    Topic(
        "ordering.shipped",
        gettext_lazy("Orders on their way"),
        KINDS,
        may_read,
        orders_for,
        _shipped,
        is_news=_is_shipped,
        channel=Channel.DAILY,
    ),
    Topic(
        "ordering.cancelled",
        gettext_lazy("Orders cancelled"),
        KINDS,
        may_read,
        orders_for,
        _cancelled,
        is_news=_is_cancelled,
        channel=Channel.AT_ONCE,
    ),
]
