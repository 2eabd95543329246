"""What a company must say on its portal: each text written, and all its versions kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.http import FaceName, page
from handschlag.core.text import Translated
from handschlag.core.ui.components import Cell, Column, Row, Table
from handschlag.faces.studio.frame import frame_of
from handschlag.faces.studio.languages import field_names, initial, label_in, long_text, typed
from handschlag.platform.portals.actions import publish_legal_text
from handschlag.platform.portals.models import LegalText, Portal
from handschlag.platform.portals.queries import branded_portals
from handschlag.platform.portals.rules import brands_portals

AT_STUDIO = (FaceName.STUDIO,)
LONGEST = 100_000


class LegalForm(forms.Form):
    def __init__(self, portal: Portal, text: Translated, data: Any = None) -> None:
        super().__init__(data, initial=initial("text", portal, text))
        self.portal = portal
        for code, field in field_names("text", portal).items():
            label = label_in(gettext_lazy("Text (%(language)s)"), code)
            self.fields[field] = long_text(label, max_length=LONGEST, required=False)

    @property
    def text(self) -> Translated:
        return typed("text", self.portal, self.cleaned_data)


@page(brands_portals, at=AT_STUDIO)
def texts(request: Any, host: str) -> HttpResponse:
    portal = get_object_or_404(branded_portals(request.actor), host=host)
    newest = {text.kind: text for text in portal.legal_texts.order_by("version")}
    columns = (Column(_("Text"), phone="title"), Column(_("Shown"), phone="detail"))
    rows = tuple(_row(portal, kind, newest.get(kind)) for kind in LegalText.Kind)
    context = {"texts": Table(_("Legal texts"), columns, rows), **frame_of(portal, "legal")}
    return render(request, "studio/legal.html", context)


@page(brands_portals, at=AT_STUDIO, methods=("GET", "POST"))
def text(request: Any, host: str, kind: str) -> HttpResponse:
    """Write the next version; with `?version=` begin from what an earlier one said."""
    portal = get_object_or_404(branded_portals(request.actor), host=host)
    if kind not in LegalText.Kind:
        raise Http404
    versions = list(portal.legal_texts.filter(kind=kind).order_by("-version"))
    form = LegalForm(portal, _begun(request, versions), request.POST or None)
    if request.method == "POST" and form.is_valid():
        publish_legal_text(request.actor, portal=portal, kind=LegalText.Kind(kind), text=form.text)
        messages.success(request, _("Published. Earlier versions are kept."))
        return redirect("studio:legal_text", host=portal.host, kind=kind)
    context = {
        "form": form,
        "kind": LegalText.Kind(kind),
        "versions": versions,
        **frame_of(portal, "legal"),
    }
    return render(request, "studio/legal_text.html", context)


def _begun(request: Any, versions: list[LegalText]) -> Translated:
    wanted = request.GET.get("version") or (str(versions[0].version) if versions else "")
    texts = [version.text for version in versions if str(version.version) == wanted]
    return texts[0] if texts else Translated()


def _row(portal: Portal, kind: LegalText.Kind, newest: LegalText | None) -> Row:
    shown = _("not yet")
    if newest is not None:
        day = date(newest.published_at, "SHORT_DATE_FORMAT")
        shown = _("version %(version)s of %(day)s") % {"version": newest.version, "day": day}
    url = reverse("studio:legal_text", args=[portal.host, kind])
    return Row((Cell(str(kind.label)), Cell(shown)), url)
