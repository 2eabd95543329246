"""What every page of the portal carries around its content; asked by `ui/page.html`.

Everything comes from what the middleware has fetched, without a statement of its own: error
pages are rendered when the transaction is lost already.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.core.actor import Actor
from handschlag.core.addresses import address_of
from handschlag.core.live import recent
from handschlag.core.slots import MenuItem
from handschlag.core.ui import palette
from handschlag.core.ui.components import Bell, Button, Notice
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.notifications.models import Notification
from handschlag.platform.notifications.queries import unread_count
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import menu_entries, spoken


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: str | Promise
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    code: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Switcher:
    """Who is signed in and for whom they act; `menu_url` is asked for whom else they may."""

    person_name: str
    person_email: str
    current_label: str
    has_choice: bool
    menu_url: str
    all_url: str

    @property
    def is_member(self) -> bool:
        return bool(self.current_label)


@dataclass(frozen=True, slots=True)
class Pin:
    """`ui/page/pin.html`: what leads from this page to home."""

    path: str
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    role: str
    phone: str
    email: str


def page_slots(request: HttpRequest) -> dict[str, Any]:
    portal: Portal | None = getattr(request, "portal", None)
    if portal is None:
        return {"theme": Person.Theme.SYSTEM}
    return {
        "portal": portal,
        "theme": theme_of(request),
        "theme_url": reverse("portals:theme_sheet", args=[palette.digest(portal.brand)]),
        "logo_url": portal.logo_url,
        "theme_switch_url": address_of("portals:theme"),
        "languages": languages(portal),
        "language_url": address_of("portals:language"),
        **slots_of_demo(),
        **(slots_of_person(request, portal) if request.actor.person_id else {}),  # type: ignore[attr-defined]
    }


def slots_of_person(request: Any, portal: Portal) -> dict[str, Any]:
    organisation, entries = active_organisation(request), menu(request, portal)
    return {
        "switcher": switcher(request, organisation),
        "acting_for": organisation.public_id if organisation else "",
        "contact_person": contact(organisation),
        "sign_out_url": address_of("identity:sign_out"),
        "security_url": address_of("identity:security"),
        "notifications_url": "",
        **(slots_of_notifications(request) if organisation else {}),
        "live_url": address_of("portals:live") if organisation else "",
        "live_since": recent.now(),
        "menu": entries,
        "pin": pin(request.path, entries) if organisation else None,
    }


def slots_of_notifications(request: Any) -> dict[str, Any]:
    """The bell counts when it is shown: error pages without it must ask the database nothing."""
    settings_url = address_of("notifications:settings")
    return {
        "inbox_bell": SimpleLazyObject(lambda: bell(request.actor)),
        "notifications_url": settings_url,
        "mail_notice": mail_notice(request.user, settings_url),
    }


def bell(by: Actor) -> Bell:
    return Bell(
        unread=unread_count(by),
        url=address_of("notifications:list"),
        part_url=address_of("notifications:bell"),
        live=Notification._meta.label_lower,
    )


def mail_notice(login: Login, settings_url: str) -> Notice | None:
    if login.person.refused_email != login.email:
        return None
    text = _(
        "Your e-mail address takes no mail: %(email)s. You get no notifications by mail until"
        " it does again."
    )
    button = Button(_("See what to do"), settings_url, "secondary")
    return Notice(text % {"email": login.email}, "warning", button=button)


def active_organisation(request: Any) -> Organisation | None:
    for standing in request.standings:
        if standing.organisation.pk == request.actor.organisation_id:
            return standing.organisation
    return None


def languages(portal: Portal) -> tuple[LanguageChoice, ...]:
    current = get_language()
    return tuple(LanguageChoice(code, label, code == current) for code, label in spoken(portal))


def theme_of(request: Any) -> str:
    """The cookie's, so that a device can differ; else the person's."""
    wanted = request.COOKIES.get(settings.THEME_COOKIE_NAME)
    if wanted in Person.Theme.values:
        return wanted
    return request.user.person.theme if request.actor.person_id else Person.Theme.SYSTEM


def slots_of_demo() -> dict[str, str]:
    if not settings.IS_DEMO:
        return {}
    banner = _("Demo: every company and person here is invented.")
    return {"demo_banner": banner, "demo_mail_url": address_of("portal:demo_mail")}


def switcher(request: Any, current: Organisation | None) -> Switcher:
    return Switcher(
        person_name=request.user.person.name,
        person_email=request.user.email,
        current_label=current.name if current else "",
        has_choice=len(request.standings) > 1,
        menu_url=address_of("organisations:menu"),
        all_url=address_of("organisations:choose"),
    )


def contact(organisation: Organisation | None) -> Contact | None:
    person = organisation.contact_person if organisation else None
    return Contact(person.name, person.job_title, person.phone, person.email) if person else None


def menu(request: Any, portal: Portal) -> tuple[MenuLink, ...]:
    return tuple(
        _link(request.path, entry.item)
        for entry in menu_entries(portal)
        if entry.is_shown and entry.item.rule.test(request.actor)
    )


def pin(path: str, entries: tuple[MenuLink, ...]) -> Pin | None:
    """For the pages that the menu leads to, home apart."""
    is_entry = path != "/" and any(entry.url == path for entry in entries)
    return Pin(path, address_of("shortcuts:add")) if is_entry else None


def _link(path: str, item: MenuItem) -> MenuLink:
    url = address_of(item.url_name)
    is_current = path == url if url == "/" else path.startswith(url)
    return MenuLink(item.label, url, item.icon, is_current)
