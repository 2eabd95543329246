"""Which entries a portal's menu shows, and in which order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from handschlag.core.http import FaceName, page
from handschlag.faces.studio.frame import frame_of
from handschlag.platform.portals.actions import arrange_menu
from handschlag.platform.portals.queries import MenuEntry, branded_portals, menu_entries
from handschlag.platform.portals.rules import brands_portals

Entries = list[MenuEntry]


@page(brands_portals, at=(FaceName.STUDIO,), methods=("GET", "POST"))
def menu(request: Any, host: str) -> HttpResponse:
    """Each button moves or hides one entry and saves at once."""
    portal = get_object_or_404(branded_portals(request.actor), host=host)
    entries = menu_entries(portal)
    if request.method == "POST":
        arrange_menu(request.actor, portal=portal, entries=_rearranged(entries, request.POST))
        return redirect("studio:menu", host=portal.host)
    return render(request, "studio/menu.html", {"entries": entries, **frame_of(portal, "menu")})


def _rearranged(entries: Entries, pressed: Any) -> Entries:
    places = {entry.item.url_name: place for place, entry in enumerate(entries)}
    for name, change in CHANGES.items():
        if pressed.get(name) in places:
            return change(entries, places[pressed[name]])
    return entries


def _up(entries: Entries, place: int) -> Entries:
    above = max(place - 1, 0)
    rest = [*entries[:place], *entries[place + 1 :]]
    return [*rest[:above], entries[place], *rest[above:]]


def _toggled(entries: Entries, place: int) -> Entries:
    changed = replace(entries[place], is_shown=not entries[place].is_shown)
    return [*entries[:place], changed, *entries[place + 1 :]]


CHANGES: dict[str, Callable[[Entries, int], Entries]] = {"up": _up, "toggle": _toggled}
