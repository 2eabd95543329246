from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import get_language_info

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.addresses import url_at
from handschlag.core.capability import Capability, capabilities, contributions
from handschlag.core.prepared import fetched
from handschlag.core.slots import MenuItem
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.queries import signed_in_by_factor
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.queries import (
    Standing,
    rights_of_staff,
    standing_as,
    standings_of,
)
from handschlag.platform.portals.languages import first_spoken
from handschlag.platform.portals.models import LegalText, News, Portal
from handschlag.platform.portals.rules import brands_portals
from handschlag.platform.portals.sessions import FOR_STAFF, PORTAL, Face, face_at
from handschlag.platform.portals.tabs import standing_for


def portal_at(host: str) -> Portal | None:
    """The portal that answers at `host`; desk and studio wear the first portal's brand."""
    wanted = host if face_at(host) is PORTAL else first_host()
    return next(iter(fetched(_with_news, wanted)), None)


def _with_news(host: str) -> QuerySet[Portal]:
    return Portal.objects.select_related("news").filter(host=host)


def branded_portals(by: Actor) -> QuerySet[Portal]:
    """All portals, for staff who may change how they look."""
    return Portal.objects.order_by("host") if brands_portals.test(by) else Portal.objects.none()


def first_host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def url_of(portal: Portal) -> str:
    """Where the portal is reached, for links in mails."""
    return url_at(portal.host)


def face_of(portal: Portal) -> Face:
    """What its visitors come in by."""
    return face_at(portal.host)


def admitted_to(portal_id: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(portals__portal=portal_id))


def spoken(portal: Portal) -> list[tuple[str, str]]:
    """Code and own name of each language, in the portal's order."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in portal.languages]


def is_on(portal: Portal, capability: Capability) -> bool:
    """Whether the portal's purpose has a use for the capability and nobody switched it off."""
    return portal.purpose in capability.purposes and capability.label not in portal.switched_off


def current_legal_text(portal: Portal, kind: str) -> LegalText | None:
    """The newest version, also when it is empty: then the portal has no such text any more."""
    return portal.legal_texts.filter(kind=kind).order_by("version").last()


def news_on(portal: Portal, day: date) -> News | None:
    """Asks the database nothing: the portal's news come with the portal."""
    news: News | None = getattr(portal, "news", None)
    return news if news is not None and news.is_on(day) else None


@dataclass(frozen=True, slots=True)
class MenuEntry:
    item: MenuItem
    is_shown: bool


def menu_entries(portal: Portal) -> list[MenuEntry]:
    """What the rooms offer for the menu, in the portal's order; what came later stands last."""
    order = {key: place for place, key in enumerate(portal.menu_order)}
    offered = [
        item
        for capability, items in contributions("menu")
        if is_on(portal, capability)
        for item in items
    ]
    offered.sort(key=lambda item: (order.get(item.url_name, len(order)), item.rank))
    return [MenuEntry(item, item.url_name not in portal.menu_hidden) for item in offered]


def rights_here(portal: Portal, rights: Mapping[str, Scope]) -> dict[str, Scope]:
    """What is left of `rights` in this portal: the rights of switched-off rooms sleep."""
    on = {capability.label for capability in capabilities() if is_on(portal, capability)}
    return {right: scope for right, scope in rights.items() if right.split(".")[0] in on}


def recognise(request: Any) -> None:
    """Set `request.actor` to whoever is signed in; asks in the database role `gate`."""
    if request.user.is_authenticated:
        _recognise(request, request.user.person)


def _recognise(request: Any, person: Person) -> None:
    translation.activate(_language_for(request, person))
    request.actor = replace(request.actor, kind=_kind(request, person), person_id=person.pk)
    if request.actor.kind is ActorKind.STAFF:
        rights, requires_factor = rights_of_staff(person.pk)
        _act(request, replace(request.actor, rights=MappingProxyType(rights)), requires_factor)
    elif request.face not in FOR_STAFF:
        request.standings = standings_at(request.portal, person.pk)
        standing = standing_for(request)
        if standing:
            _act(request, standing_as(request.actor, standing), standing.requires_factor)


def _act(request: Any, actor: Actor, requires_factor: bool) -> None:  # noqa: FBT001
    """Without the second step that a role takes, somebody is signed in and nothing more."""
    request.lacks_factor = requires_factor and not signed_in_by_factor(request)
    if not request.lacks_factor:
        request.actor = actor


def _language_for(request: Any, person: Person) -> str:
    """The person's own, if it is spoken here; else what the browser asked for."""
    return first_spoken(request.portal, [person.language]) or translation.get_language() or ""


def portals_of(organisation_id: int) -> list[Portal]:
    """Where members of the organisation may enter."""
    return list(Portal.objects.filter(Q(admissions__organisation=organisation_id)))


def actor_at(portal: Portal, person_id: int, organisation_id: int) -> Actor | None:
    """The person as they act for the organisation in `portal` now; None when they may not."""
    by = Actor(kind=ActorKind.PERSON, person_id=person_id, portal_id=portal.pk)
    for standing in standings_at(portal, person_id, organisation_id):
        return standing_as(by, standing)
    return None


def language_of(portal: Portal, person: Person) -> str:
    """What the portal writes to the person in."""
    return first_spoken(portal, [person.language]) or portal.default_language


def document_language(portal: Portal, organisation: Organisation) -> str:
    """What the portal's papers for the organisation are written in."""
    return first_spoken(portal, [organisation.language]) or portal.default_language


def _kind(request: Any, person: Person) -> ActorKind:
    is_at_work = request.face in FOR_STAFF and person.kind == Person.Kind.STAFF
    return ActorKind.STAFF if is_at_work else ActorKind.PERSON


def standings_at(portal: Portal, person_id: int, *organisation: int) -> list[Standing]:
    """Where the person may act in `portal` now; with an `organisation` only there, if at all."""
    return [
        replace(standing, rights=rights_here(portal, standing.rights))
        for standing in standings_of(person_id, _admitted, portal.pk, *organisation)
    ]


def _admitted(portal_id: int, *organisation: int) -> QuerySet[Organisation]:
    """All of a portal, or only the one that is asked for."""
    everywhere = admitted_to(portal_id)
    return everywhere.filter(pk__in=organisation) if organisation else everywhere
