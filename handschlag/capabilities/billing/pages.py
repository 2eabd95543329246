from functools import partial
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.capabilities.billing import detail, papers, paying, rows
from handschlag.capabilities.billing.balance import balance_sentences
from handschlag.capabilities.billing.listings import LISTING, TEXTS, seen_with_balances
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import (
    corrections_of,
    get_invoice,
    lines_of,
    payments_for,
    taxes_of,
)
from handschlag.capabilities.billing.rules import may_read
from handschlag.capabilities.billing.sentences import status_sentence
from handschlag.capabilities.ordering.rules import may_read as may_read_orders
from handschlag.core.back import Back, back_to_list, came_from
from handschlag.core.exports import Sheet, export_response
from handschlag.core.files import storage
from handschlag.core.http import page
from handschlag.core.line_page import line_page
from handschlag.core.list_page import EVERYTHING, export_name, listed
from handschlag.core.live import live_subject
from handschlag.core.moments import as_of
from handschlag.core.narrowing import narrowing
from handschlag.core.paper.answers import paper_response
from handschlag.core.prepared import fetched
from handschlag.core.slots import slots_of


@page(may_read)
def invoice_list(request: Any) -> HttpResponseBase:
    by, query = request.actor, request.GET
    found = LISTING.page(by, query)
    seen, balances = seen_with_balances(by)
    choices = narrowing(seen, query, everything=str(EVERYTHING))
    context = {
        "live": Invoice._meta.label_lower,
        "balances": balance_sentences(balances),
        "listed": listed(found, choices, query, TEXTS, reverse("billing:export")),
        "table": rows.invoice_table(
            found.rows,
            caption=_("Your invoices, newest first"),
            with_site=bool(choices.sites),
            with_order=may_read_orders.test(by),
        ),
    }
    return render(request, "billing/list.html", context)


@page(may_read)
def invoice_export(request: Any) -> HttpResponseBase:
    by, query = request.actor, request.GET
    title, invoices = _("Invoices"), LISTING.filtered(by, query)
    as_row = partial(rows.export_row, with_order=may_read_orders.test(by))
    sheet = Sheet(export_name(title, LISTING, query), title, rows.export_head(), invoices, as_row)
    if sheet.is_too_long:
        return redirect(f"{reverse('billing:list')}?{query.urlencode()}")
    return export_response(request, sheet)


@page(may_read)
def invoice_detail(request: Any, public_id: str) -> HttpResponseBase:
    by, invoice = request.actor, get_invoice(request.actor, public_id)
    allocations = fetched(payments_for, invoice)
    page_of_lines = line_page(lines_of, invoice, request.GET)
    context = {
        "back": _back(request, invoice),
        "live": live_subject(invoice),
        "title": detail.title(invoice),
        "sentence": status_sentence(invoice, allocations),
        "discount": paying.discount_sentence(invoice),
        "transfer": paying.transfer(invoice),
        "download": papers.button(invoice),
        "facts": detail.facts(invoice, with_order=may_read_orders.test(by)),
        "parties": detail.parties(invoice),
        "taxes": detail.tax_table(invoice, fetched(taxes_of, invoice)),
        "lines": detail.line_table(invoice, page_of_lines.lines),
        "payments": detail.payment_table(allocations),
        "corrections": detail.correction_table(fetched(corrections_of, by, invoice)),
        "as_of": as_of(invoice.as_of) if invoice.as_of else "",
        **slots_of(by, invoice),
        "line_buttons": page_of_lines.buttons,
    }
    return render(request, "billing/detail.html", context)


def _back(request: Any, invoice: Invoice) -> Back:
    """To the order whose page led here; else to the list."""
    order = detail.order_behind(invoice)
    if order and came_from(request, order.get_absolute_url()) is not None:
        label = _("Order %(number)s") % {"number": order.number}
        return Back(order.get_absolute_url(), label)
    return back_to_list(request, reverse("billing:list"), _("All invoices"))


@page(may_read)
def invoice_document(request: Any, public_id: str) -> HttpResponseBase:
    invoice = get_invoice(request.actor, public_id)
    if invoice.document is None:
        raise Http404
    return storage.respond(invoice.document)


@page(may_read)
def invoice_copy(request: Any, public_id: str) -> HttpResponseBase:
    by, invoice = request.actor, get_invoice(request.actor, public_id)
    if invoice.document is not None:
        raise Http404
    with_order = may_read_orders.test(by)
    return paper_response(
        request, lambda: papers.copy(invoice, request.portal, with_order=with_order)
    )
