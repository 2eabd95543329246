"""The list of orders: how it is searched, filtered, narrowed and put in order."""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.capabilities.ordering.queries import orders_for, orders_matching
from handschlag.core.actor import Actor
from handschlag.core.list_page import ListTexts
from handschlag.core.listing import Filter, Listing
from handschlag.core.narrowing import Seen, narrowed, year_and_site
from handschlag.core.prepared import fetched

MOMENT = "ordered_at"
OPEN = (Progress.RECEIVED, Progress.CONFIRMED, Progress.IN_PROGRESS)
UNDER_WAY = (Progress.PARTLY_SHIPPED, Progress.SHIPPED)
FILTERS = (
    Filter("open", _("Open"), Q(progress__in=OPEN), nothing=_("No order is open at the moment.")),
    Filter(
        "under_way",
        _("On the way"),
        Q(progress__in=UNDER_WAY),
        nothing=_("No order is on the way at the moment."),
    ),
    Filter(
        "delivered",
        Progress.DELIVERED.label,
        Q(progress=Progress.DELIVERED),
        nothing=_("No order has been delivered yet."),
    ),
    Filter(
        "cancelled",
        Progress.CANCELLED.label,
        Q(progress=Progress.CANCELLED),
        is_rare=True,
        nothing=_("No order is cancelled."),
    ),
)
TEXTS = ListTexts(
    search=_("Number, delivery, invoice, article, reference"),
    nothing=_("You have not ordered anything yet."),
    nothing_hint=_("Your orders appear here as soon as we have received them."),
    no_match=_("No order matches this filter."),
    no_match_search=_("No order matches “%(search)s”."),
    no_match_year=_("No order matches this filter in %(year)s."),
    no_match_search_year=_("No order matches “%(search)s” in %(year)s."),
    too_long=_("An export takes up to %(limit)s orders. Choose a year or search first."),
)


def listed_orders(by: Actor) -> QuerySet[Order]:
    """With what a row of the list shows."""
    return orders_for(by).select_related("site", "ordered_by")


LISTING = Listing(
    gate=listed_orders,
    search=orders_matching,
    narrow=partial(narrowed, moment=MOMENT),
    filters=FILTERS,
    moment=MOMENT,
    all_label=_("All"),
)


def seen_by(by: Actor) -> list[Seen]:
    """By which years and sites the orders can be narrowed."""
    return fetched(_seen, by)


def _seen(by: Actor) -> QuerySet[Order, Seen]:
    return orders_for(by).order_by().values_list(*year_and_site(MOMENT)).distinct()
