from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from handschlag.core.http import FaceName, page
from handschlag.core.slots import Preview
from handschlag.core.ui.components import Badge, Cell, Column, Row, Table
from handschlag.core.ui.palette import Measured, measured, palette
from handschlag.faces.studio.drafts import draft_of, keep
from handschlag.faces.studio.forms import LookForm
from handschlag.faces.studio.frame import frame_of
from handschlag.faces.studio.previews import frames, label_of, previews_of, tabs
from handschlag.platform.portals.actions import change_look
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import branded_portals
from handschlag.platform.portals.rules import brands_portals

AT_STUDIO = (FaceName.STUDIO,)


@page(brands_portals, at=AT_STUDIO)
def home(request: Any) -> HttpResponse:
    table = Table(
        _("Portals"),
        (
            Column(_("Portal"), phone="title"),
            Column(_("Address"), phone="detail"),
            Column(_("Colour")),
        ),
        tuple(_row(portal) for portal in branded_portals(request.actor)),
    )
    return render(request, "studio/home.html", {"portals": table})


@page(brands_portals, at=AT_STUDIO, methods=("GET", "POST"))
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # it knows no view with arguments
def look(request: Any, host: str) -> HttpResponse:
    """Name, colour and logo of a portal; with the button "preview" nothing is saved."""
    portal = get_object_or_404(branded_portals(request.actor), host=host)
    name = request.GET.get("draft", "")
    draft = draft_of(request.actor, portal, name)
    form = LookForm(portal, draft, *_typed(request))
    if request.method == "POST" and form.is_valid():
        return _kept(request, form) if "preview" in request.POST else _saved(request, form)
    begun, shown = draft or portal, name if draft else ""
    brand = form.cleaned_data.get("brand", begun.brand) if form.is_bound else begun.brand
    chosen = _chosen(request, portal)
    context = {
        "form": form,
        **frame_of(portal, "look"),
        "is_draft": draft is not None,
        "brand": begun.brand,
        "screens": tabs(portal, chosen, shown),
        "frames": frames(portal, chosen, shown),
        "contrasts": _contrasts(brand),
    }
    return render(request, "studio/look.html", context)


def _typed(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _saved(request: Any, form: LookForm) -> HttpResponse:
    change_look(request.actor, portal=form.portal, look=form.look)
    messages.success(request, _("Saved. Customers see it from their next page on."))
    return redirect("studio:look", host=form.portal.host)


def _kept(request: Any, form: LookForm) -> HttpResponse:
    name = keep(request.actor, form.portal, form.look)
    query = urlencode({"page": _chosen(request, form.portal).key, "draft": name})
    return redirect(f"{reverse('studio:look', args=[form.portal.host])}?{query}#preview")


def _chosen(request: HttpRequest, portal: Portal) -> Preview:
    """The page to show: what the address names, else the first."""
    offered = previews_of(portal)
    return offered.get(request.GET.get("page", "")) or next(iter(offered.values()))


def _row(portal: Portal) -> Row:
    cells = (
        Cell(str(portal.name), hint=portal.company_name),
        Cell(portal.host),
        Cell(portal.brand),
    )
    return Row(cells, reverse("studio:look", args=[portal.host]))


def _contrasts(brand: str) -> Table:
    return Table(
        _("Contrast of each pair of colours"),
        (
            Column(_("What"), phone="title"),
            Column(_("Pages"), phone="detail"),
            Column(_("Contrast"), kind="number", phone="amount"),
            Column(_("Needed"), kind="number"),
            Column(_("Result"), phone="status"),
        ),
        tuple(_contrast(pair) for pair in measured(palette(brand))),
    )


def _contrast(found: Measured) -> Row:
    good, bad = Badge(_("Readable"), "success"), Badge(_("Not readable"), "danger")
    return Row(
        (
            Cell(found.pair.label),
            Cell(label_of(is_dark=found.is_dark)),
            Cell(f"{floatformat(found.ratio, 2)} : 1"),
            Cell(f"{floatformat(found.pair.needed, 1)} : 1"),
            Cell(badge=good if found.is_readable else bad),
        )
    )
