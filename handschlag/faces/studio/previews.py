"""Which pages of a portal a look is shown on, and in which frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import contributions
from handschlag.core.slots import Preview
from handschlag.core.ui.components import Tab
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import is_on

THEMES = {"light": _("Light"), "dark": _("Dark")}
SCREENS = {"desktop": _("Computer"), "phone": _("Phone")}


@dataclass(frozen=True, slots=True)
class Frame:
    """A page on a `screen` of `SCREENS`."""

    label: str
    url: str
    screen: str


def previews_of(portal: Portal) -> dict[str, Preview]:
    offered = [
        preview
        for capability, previews in contributions("previews")
        if is_on(portal, capability)
        for preview in previews
    ]
    return {preview.key: preview for preview in sorted(offered, key=attrgetter("rank"))}


def tabs(portal: Portal, chosen: Preview, draft: str) -> list[Tab]:
    offered = previews_of(portal).values()
    return [_tab(preview, draft, is_current=preview == chosen) for preview in offered]


def _tab(preview: Preview, draft: str, *, is_current: bool) -> Tab:
    query = urlencode({"page": preview.key, "draft": draft})
    return Tab(preview.label, f"?{query}#preview", is_current=is_current)


def frames(portal: Portal, chosen: Preview, draft: str) -> Iterator[Frame]:
    """Light and dark, each as wide as a computer and as a phone."""
    for theme, mode in THEMES.items():
        place = reverse("studio:preview", args=[portal.host, chosen.key, theme])
        for screen, label in SCREENS.items():
            yield Frame(f"{mode}, {label}", f"{place}?{urlencode({'draft': draft})}", screen)


def label_of(*, is_dark: bool) -> Promise:
    return THEMES["dark" if is_dark else "light"]
