"""The list of invoices: how it is searched, filtered, narrowed and put in order."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import (
    IS_CREDIT_NOTE,
    IS_OPEN,
    IS_PAID,
    Balance,
    balances_of,
    invoices_for,
    invoices_matching,
    is_overdue,
    sums_of,
)
from handschlag.core.actor import Actor
from handschlag.core.list_page import ListTexts
from handschlag.core.listing import Filter, Listing
from handschlag.core.moments import today
from handschlag.core.narrowing import Seen, narrowed, year_and_site
from handschlag.core.prepared import fetched

MOMENT = "issue_date"
TEXTS = ListTexts(
    search=_("Number, amount, order, article, reference"),
    nothing=_("You have no invoices yet."),
    nothing_hint=_("Your invoices and credit notes appear here as soon as we issue them."),
    no_match=_("No invoice matches this filter."),
    no_match_search=_("No invoice matches “%(search)s”."),
    no_match_year=_("No invoice matches this filter in %(year)s."),
    no_match_search_year=_("No invoice matches “%(search)s” in %(year)s."),
    too_long=_("An export takes up to %(limit)s invoices. Choose a year or search first."),
)


FILTERS = (
    Filter("open", _("Open"), IS_OPEN, nothing=_("No invoice is open at the moment.")),
    Filter("overdue", _("Overdue"), is_overdue, nothing=_("No invoice is overdue at the moment.")),
    Filter("paid", _("Paid"), IS_PAID, nothing=_("No invoice has been paid yet.")),
    Filter("credit", _("Credit notes"), IS_CREDIT_NOTE, nothing=_("You have no credit notes yet.")),
)


def listed_invoices(by: Actor) -> QuerySet[Invoice]:
    """With what a row of the list shows."""
    return invoices_for(by).select_related("site", "order")


LISTING = Listing(
    gate=listed_invoices,
    search=invoices_matching,
    narrow=partial(narrowed, moment=MOMENT),
    filters=FILTERS,
    moment=MOMENT,
    all_label=_("All"),
)


def seen_with_balances(by: Actor) -> tuple[set[Seen], list[Balance]]:
    """What there is by years and sites, and what is open of it, in one statement."""
    found = fetched(
        lambda by: sums_of(invoices_for(by), today(), *year_and_site(MOMENT)), by, shape=today()
    )
    return {row[:3] for row in found}, balances_of(row[3:] for row in found)
