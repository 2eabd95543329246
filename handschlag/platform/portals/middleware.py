"""Who is asked, and who asks: the portal by host name, the actor by session and membership."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from handschlag.core.actor import ANONYMOUS, ActorKind
from handschlag.core.http import Door
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.queries import (
    Standing,
    active_standing,
    standing_as,
    standings_of,
)
from handschlag.platform.portals.languages import first_spoken, language_of
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import admitted_to, portal_at, rights_here
from handschlag.platform.portals.sessions import DESK, face_at

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PortalMiddleware:
    """Sets `request.portal`, its language and its zone; unknown hosts end here with a 404.

    This is why ALLOWED_HOSTS may be `*`: nothing that runs before builds a link, a redirect
    or a mail from the host name, and nothing that runs after sees one that no portal has.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        host = split_domain_port(request.get_host())[0].lower().rstrip(".")
        request.standings, request.face = [], face_at(host)
        request.actor, request.portal = ANONYMOUS, portal_at(host)
        if request.portal is None:
            return render(request, "portals/unknown_host.html", {"host": host}, status=404)
        request.actor = replace(ANONYMOUS, portal_id=request.portal.pk, channel=request.face.name)
        with (
            translation.override(language_of(request, request.portal)),
            timezone.override(ZoneInfo(request.portal.time_zone)),
        ):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        if "public" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ActorMiddleware:
    """Sets `request.actor` before the view runs, and the database role until it has answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        with ExitStack() as request.acting:
            response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: Any, view: Any, *_: Any) -> None:
        door: Door = view.door
        if door.is_public:
            return
        recognise(request)
        if request.actor.person_id is not None or not door.at_gate:
            request.acting.enter_context(acting(request.actor, at_gate=door.at_gate))


def recognise(request: Any) -> None:
    """Set `request.actor` to whoever is signed in; asks in the database role `gate`."""
    if request.user.is_authenticated:
        _recognise(request, request.user.person)


def _recognise(request: Any, person: Person) -> None:
    language = first_spoken(request.portal, [person.language])
    if language:
        translation.activate(language)
    request.actor = replace(request.actor, kind=_kind(request, person), person_id=person.pk)
    if request.actor.kind is ActorKind.PERSON:
        request.standings = _standings(request.portal, person)
        standing = active_standing(request.standings, request.session.get("organisation"))
        if standing:
            request.actor = standing_as(request.actor, standing)


def _kind(request: Any, person: Person) -> ActorKind:
    is_at_desk = request.face is DESK and person.kind == Person.Kind.STAFF
    return ActorKind.STAFF if is_at_desk else ActorKind.PERSON


def _standings(portal: Portal, person: Person) -> list[Standing]:
    return [
        replace(standing, rights=rights_here(portal, standing.rights))
        for standing in standings_of(person.pk, admitted_to(portal))
    ]
