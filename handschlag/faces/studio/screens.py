"""What the frames of the studio load: pages in a look that is not saved, its sheet, its logo."""

import re
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin

from handschlag.core.http import FaceName, page
from handschlag.core.ui import palette
from handschlag.faces.studio.drafts import draft_of, wear
from handschlag.faces.studio.previews import THEMES, previews_of
from handschlag.faces.studio.visits import visited
from handschlag.platform.portals.actions import Look
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import branded_portals
from handschlag.platform.portals.rules import brands_portals

AT_STUDIO = (FaceName.STUDIO,)
COLOUR = re.compile(r"[0-9a-fA-F]{6}")


@page(brands_portals, at=AT_STUDIO)
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # it knows no view with arguments
def screen(request: Any, host: str, screen: str, theme: str) -> HttpResponse:
    """A page of the portal with invented content; nothing in it leads anywhere."""
    portal, draft = _drafted(request, host)
    preview = previews_of(portal).get(screen)
    if preview is None or theme not in THEMES:
        raise Http404
    slots = {
        "theme": theme,
        "theme_url": reverse("studio:preview_sheet", args=[portal.brand[1:]]),
        "logo_url": _logo_url(request, portal, draft),
        "live_url": "",
        "is_preview": True,
    }
    return HttpResponse(visited(request, portal, preview, slots))


@page(brands_portals, at=AT_STUDIO)
def logo(request: Any, host: str) -> HttpResponse:
    portal, draft = _drafted(request, host)
    picture = (draft and draft.logo) or portal.picture
    if picture is None:
        raise Http404
    return HttpResponse(picture.png, content_type="image/png")


@page(brands_portals, at=AT_STUDIO)
def sheet(request: HttpRequest, colour: str) -> HttpResponse:
    if not COLOUR.fullmatch(colour):
        raise Http404
    return HttpResponse(palette.sheet(f"#{colour}"), content_type="text/css; charset=utf-8")


def _drafted(request: Any, host: str) -> tuple[Portal, Look | None]:
    """The portal in the look of the draft that the address names, if it names one."""
    portals = branded_portals(request.actor).select_related("news")
    portal, name = get_object_or_404(portals, host=host), request.GET.get("draft", "")
    draft = draft_of(request.actor, portal, name)
    if name and draft is None:
        raise Http404
    if draft is not None:
        wear(portal, draft)
    return portal, draft


def _logo_url(request: Any, portal: Portal, draft: Look | None) -> str:
    if not portal.logo_digest and not (draft and draft.logo):
        return ""
    query = urlencode({"draft": request.GET.get("draft", "")})
    return f"{reverse('studio:preview_logo', args=[portal.host])}?{query}"
