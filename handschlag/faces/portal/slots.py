"""What every page of the portal carries around its content; asked by `ui/page.html`.

Everything comes from what the middleware has fetched already: no statement of its own, so an
error page may be rendered when the database is gone.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from handschlag.core.capability import contributions
from handschlag.core.slots import MenuItem
from handschlag.core.ui import palette
from handschlag.platform.identity.demo import is_demo
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.languages import spoken
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.pages import THEME_COOKIE
from handschlag.platform.portals.queries import is_on


def page_slots(request: HttpRequest) -> dict[str, Any]:
    portal: Portal | None = getattr(request, "portal", None)
    if portal is None:
        return {"theme": Person.Theme.SYSTEM}
    organisation = active_organisation(request)
    return {
        "portal": portal,
        "theme": theme_of(request),
        "theme_url": reverse("portals:theme_sheet", args=[palette.digest(portal.brand)]),
        "theme_switch_url": reverse("portals:theme"),
        "languages": spoken(portal),
        "language_url": reverse("portals:language"),
        "person": request.user.person if is_signed_in(request) else None,
        "organisation": organisation,
        "contact_person": organisation.contact_person if organisation else None,
        "switcher": switcher(request),
        "menu": menu(request, portal),
        "sign_out_url": reverse("identity:sign_out") if is_signed_in(request) else "",
        "demo_banner": is_demo(),
    }


def is_signed_in(request: Any) -> bool:
    return request.actor.person_id is not None


def active_organisation(request: Any) -> Organisation | None:
    for standing in request.standings:
        if standing.organisation.pk == request.actor.organisation_id:
            return standing.organisation
    return None


def theme_of(request: Any) -> str:
    """The cookie's, so that a device can differ; else the person's."""
    wanted = request.COOKIES.get(THEME_COOKIE)
    if wanted in Person.Theme.values:
        return wanted
    return request.user.person.theme if is_signed_in(request) else Person.Theme.SYSTEM


def switcher(request: Any) -> list[Organisation]:
    """The organisations to choose from; nothing when there is no choice."""
    return [s.organisation for s in request.standings] if len(request.standings) > 1 else []


def menu(request: Any, portal: Portal) -> list[dict[str, Any]]:
    items: list[MenuItem] = [
        item
        for capability, entries in contributions("menu")
        if is_on(portal, capability)
        for item in entries
        if item.rule.test(request.actor)
    ]
    return [
        {
            "label": item.label,
            "url": reverse(item.url_name),
            "icon": item.icon,
            "is_current": _is_current(request, reverse(item.url_name)),
        }
        for item in sorted(items, key=lambda item: item.rank)
    ]


def _is_current(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)
