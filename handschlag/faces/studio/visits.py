"""A page of a portal as its visitors get it, made within a request of the studio."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.utils import timezone, translation

from handschlag.core.actor import ANONYMOUS
from handschlag.core.isolation import acting
from handschlag.core.slots import Preview
from handschlag.faces.studio.stage import guest_of
from handschlag.platform.identity.models import Person
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import face_of, language_of


def visited(request: Any, portal: Portal, preview: Preview, slots: dict[str, Any]) -> bytes:
    """The page of `preview` at `portal`, which may look as it is not saved.

    `slots` is what the page carries otherwise than at the portal: `theme` and its addresses.
    """
    language = language_of(portal, Person(language=translation.get_language() or ""))
    with ExitStack() as stack:
        stack.enter_context(translation.override(language))
        stack.enter_context(timezone.override(ZoneInfo(portal.time_zone)))
        visitor = _stranger(request, portal, slots)
        if not preview.for_strangers:
            guest = stack.enter_context(guest_of(portal))
            visitor.user, visitor.actor = guest.login, guest.actor
            visitor.standings = guest.standings
        return _answered(visitor, preview)


def _stranger(request: Any, portal: Portal, slots: dict[str, Any]) -> Any:
    """A request without what the studio knows of the one who looks."""
    visitor: Any = HttpRequest()
    visitor.method, visitor.META = "GET", {**request.META}
    visitor.COOKIES = {settings.THEME_COOKIE_NAME: slots["theme"]}
    visitor.reference, visitor.allauth = request.reference, request.allauth
    visitor.portal, visitor.host, visitor.face = portal, portal.host, face_of(portal)
    visitor.session, visitor.user = SessionStore(), AnonymousUser()
    visitor.actor = replace(ANONYMOUS, portal_id=portal.pk)
    visitor.standings, visitor.lacks_factor = [], False
    visitor.preview = slots
    return visitor


def _answered(visitor: Any, preview: Preview) -> bytes:
    with acting(visitor.actor):
        visitor.path = visitor.path_info = preview.address(visitor.actor)
    match = visitor.resolver_match = resolve(visitor.path)
    view: Any = match.func
    with acting(visitor.actor, at_gate=view.door.at_gate):
        response = view(visitor, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        return bytes(response.content)
