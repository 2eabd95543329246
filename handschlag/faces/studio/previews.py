"""What a colour would look like: pages as customers see them, before anything is saved."""

import re
from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from handschlag.core.http import FaceName, page
from handschlag.core.ui import palette, samples
from handschlag.platform.portals.rules import brands_portals

AT_STUDIO = (FaceName.STUDIO,)
COLOUR = re.compile(r"[0-9a-fA-F]{6}")
THEMES = {"light": _("Light"), "dark": _("Dark")}
SCREENS = {
    "list": _("A list"),
    "record": _("One record"),
    "form": _("A form"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """`ui` page in a frame of its own; `title` is read to those who do not see it."""

    title: str
    url: str


def frames(brand: str) -> list[Frame]:
    """Each screen in light and in dark, side by side."""
    return [
        Frame(f"{label} – {mode}", reverse("studio:preview", args=[name, theme, brand[1:]]))
        for name, label in SCREENS.items()
        for theme, mode in THEMES.items()
    ]


@page(brands_portals, at=AT_STUDIO)
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # it knows no view with arguments
def screen(request: HttpRequest, screen: str, theme: str, colour: str) -> HttpResponse:
    if screen not in SCREENS or theme not in THEMES:
        raise Http404
    context: dict[str, Any] = {
        **samples.context(),
        "heading": SCREENS[screen],
        "screen": screen,
        "theme": theme,
        "theme_url": reverse("studio:preview_sheet", args=[_colour(colour)[1:]]),
        "face_name": "",
        "density": "",
    }
    return render(request, "studio/preview.html", context)


@page(brands_portals, at=AT_STUDIO)
def sheet(request: HttpRequest, colour: str) -> HttpResponse:
    return HttpResponse(palette.sheet(_colour(colour)), content_type="text/css; charset=utf-8")


def _colour(digits: str) -> str:
    if not COLOUR.fullmatch(digits):
        raise Http404
    return f"#{digits}"


def label_of(*, is_dark: bool) -> Promise:
    return THEMES["dark" if is_dark else "light"]
