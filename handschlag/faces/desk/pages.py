from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from handschlag.core.http import FaceName, page
from handschlag.core.rules import is_staff
from handschlag.core.ui.components import Empty
from handschlag.faces.desk import finding, record, seen
from handschlag.faces.desk.actions import open_organisation
from handschlag.faces.desk.keys import KEYS
from handschlag.faces.desk.timeline import timeline
from handschlag.platform.organisations.queries import organisations_everywhere
from handschlag.platform.organisations.rules import looks_up

AT_DESK = (FaceName.DESK,)


@page(looks_up, at=AT_DESK)
def home(request: Any) -> HttpResponse:
    """The search; what is named exactly leads straight to its organisation."""
    text = finding.typed(request.GET.get("q", ""))
    groups = finding.found(request.actor, text)
    if organisation := finding.meant(groups):
        return redirect("desk:organisation", public_id=organisation)
    context = {
        "text": text,
        "groups": groups,
        "hits": sum(len(group.hits) for group in groups),
        "nothing": _nothing(),
        "seen": [] if text else seen.last_seen(request.actor),
    }
    return render(request, "desk/home.html", context)


@page(looks_up, at=AT_DESK)
def organisation(request: Any, public_id: str) -> HttpResponse:
    by = request.actor
    rows = organisations_everywhere(by).select_related("contact_person")
    found = get_object_or_404(rows, public_id=public_id)
    open_organisation(by, organisation=found)
    context = {
        "organisation": found,
        "facts": record.facts(found),
        "people": record.people(by, found),
        "panels": record.panels(by, found),
        "closed": record.closed_rooms(by),
        "timeline": timeline(by, found, request.GET),
    }
    return render(request, "desk/organisation.html", context)


@page(is_staff, at=AT_DESK)
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/keys.html", {"keys": KEYS})


def _nothing() -> Empty:
    hint = _("Type a number with or without hyphens, or a part of a name or an e-mail address.")
    return Empty("no_match", _("Nothing found"), hint)
