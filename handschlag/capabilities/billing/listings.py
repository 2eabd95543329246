"""The list of invoices: how it is searched, filtered, narrowed and put in order."""

from functools import partial

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import (
    IS_CREDIT_NOTE,
    IS_OPEN,
    IS_PAID,
    invoices_for,
    invoices_matching,
    is_overdue,
)
from handschlag.core.actor import Actor
from handschlag.core.list_page import ListTexts
from handschlag.core.listing import Filter, Listing
from handschlag.core.moments import today
from handschlag.core.narrowing import narrowed

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


def invoice_listing(by: Actor) -> Listing:
    filters = (
        Filter("open", _("Open"), IS_OPEN, nothing=_("No invoice is open at the moment.")),
        Filter(
            "overdue",
            _("Overdue"),
            is_overdue(today()),
            nothing=_("No invoice is overdue at the moment."),
        ),
        Filter("paid", _("Paid"), IS_PAID, nothing=_("No invoice has been paid yet.")),
        Filter(
            "credit", _("Credit notes"), IS_CREDIT_NOTE, nothing=_("You have no credit notes yet.")
        ),
    )
    return Listing(partial(invoices_matching, by), filters, MOMENT, _("All"))


def listed_invoices(by: Actor, query: QueryDict) -> QuerySet[Invoice]:
    """Invoices of the year and site in the address, with what a row of the list shows."""
    rows = invoices_for(by).select_related("site", "order")
    return narrowed(rows, query, moment=MOMENT)
