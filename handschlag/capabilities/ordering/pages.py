from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.capabilities.ordering import detail, papers, rows
from handschlag.capabilities.ordering.listings import LISTING, TEXTS, seen_by
from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.queries import (
    get_order,
    lines_of,
    shipments_of,
)
from handschlag.capabilities.ordering.rules import may_read
from handschlag.core.back import back_to_list
from handschlag.core.exports import Sheet, export_response
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
def order_list(request: Any) -> HttpResponseBase:
    by, query = request.actor, request.GET
    found = LISTING.page(by, query)
    choices = narrowing(seen_by(by), query, everything=str(EVERYTHING))
    context = {
        "live": Order._meta.label_lower,
        "listed": listed(found, choices, query, TEXTS, reverse("ordering:export")),
        "table": rows.order_table(found.rows, with_site=bool(choices.sites)),
    }
    return render(request, "ordering/list.html", context)


@page(may_read)
def order_export(request: Any) -> HttpResponseBase:
    by, query = request.actor, request.GET
    title, orders = _("Orders"), LISTING.filtered(by, query)
    sheet = Sheet(
        export_name(title, LISTING, query), title, rows.export_head(), orders, rows.export_row
    )
    if sheet.is_too_long:
        return redirect(f"{reverse('ordering:list')}?{query.urlencode()}")
    return export_response(request, sheet)


@page(may_read)
def order_detail(request: Any, public_id: str) -> HttpResponseBase:
    by, order = request.actor, get_order(request.actor, public_id)
    shipments = fetched(shipments_of, order)
    page_of_lines = line_page(lines_of, order, request.GET)
    context = {
        "back": back_to_list(request, reverse("ordering:list"), _("All orders")),
        "live": live_subject(order),
        "order": order,
        "sentence": detail.status_sentence(order, shipments),
        "origin": detail.origin_of_date(order),
        "download": papers.button(order),
        "steps": detail.progress_steps(order, shipments),
        "shipments": detail.shipment_table(shipments),
        "facts": detail.facts(order),
        "lines": detail.line_table(order, page_of_lines.lines, shipments),
        "as_of": as_of(order.as_of) if order.as_of else "",
        **slots_of(by, order),
        "line_buttons": page_of_lines.buttons,
    }
    return render(request, "ordering/detail.html", context)


@page(may_read)
def order_paper(request: Any, public_id: str) -> HttpResponseBase:
    order = get_order(request.actor, public_id)
    return paper_response(request, lambda: papers.overview(order, request.portal))
