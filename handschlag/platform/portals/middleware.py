"""Who is asked, and who asks: the portal by host name, the actor by session and membership."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from handschlag.core.actor import ANONYMOUS
from handschlag.core.http import Door
from handschlag.core.isolation import acting
from handschlag.platform.portals.deep_links import standing_elsewhere
from handschlag.platform.portals.languages import language_of
from handschlag.platform.portals.queries import portal_at, recognise
from handschlag.platform.portals.sessions import FOR_STAFF, face_at
from handschlag.platform.portals.tabs import follow_page, go_on_with, is_orphan

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
        request.host, request.face = host, face_at(host)
        request.standings, request.lacks_factor = [], False
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
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, *_: Any) -> HttpResponseBase | None:
        door: Door = view.door
        if door.is_public:
            return None
        recognise(request)
        if request.lacks_factor and not door.for_set_up:
            return redirect("identity:set_up_factor")
        if request.actor.person_id is not None or not door.at_gate:
            request.acting.enter_context(acting(request.actor, at_gate=door.at_gate))
        if request.face not in FOR_STAFF:
            return _as_of_its_page(request)
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponseBase | None:
        """What is not found here may be at home in another organisation of the person's own."""
        standing = standing_elsewhere(request) if isinstance(error, Http404) else None
        if standing is None:
            return None
        go_on_with(request, standing)
        return redirect(request.get_full_path())


def _as_of_its_page(request: Any) -> HttpResponseBase | None:
    if is_orphan(request):
        return render(request, "portals/orphan.html", status=HTTPStatus.CONFLICT)
    follow_page(request)
    return None
