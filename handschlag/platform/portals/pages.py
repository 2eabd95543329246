from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

from handschlag.core.http import ANYWHERE, page
from handschlag.core.rules import anyone, is_member
from handschlag.core.ui import palette
from handschlag.platform.identity.actions import change_language, change_theme
from handschlag.platform.identity.models import Person
from handschlag.platform.portals.queries import current_legal_text

YEAR = 365 * 24 * 3600


@page(is_member)
def live(request: HttpRequest) -> HttpResponse:
    """Whether a page may listen; the stream itself comes from the process `live`.

    To a browser that was led here instead, 204 says: do not ask again. Other sites could not
    read the stream, but take its place. Listening is not a use that keeps a session alive.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise PermissionDenied
    if request.headers.get("Origin", own := request.build_absolute_uri("/")[:-1]) != own:
        raise PermissionDenied
    request.session.is_used = False  # type: ignore[attr-defined]
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@page(anyone, at=ANYWHERE, methods=("POST",), for_set_up=True)
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and stay on the page: by cookie, and for the person on all devices."""
    wanted = request.POST.get("language", "")
    if wanted not in request.portal.languages:  # type: ignore[attr-defined]
        raise Http404
    if request.actor.person_id is not None:  # type: ignore[attr-defined]
        change_language(request.actor, language=wanted)  # type: ignore[attr-defined]
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, wanted)


@page(anyone, at=ANYWHERE, methods=("POST",), for_set_up=True)
def theme(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("theme", "")
    if wanted not in Person.Theme.values:
        raise Http404
    if request.actor.person_id is not None:  # type: ignore[attr-defined]
        change_theme(request.actor, theme=wanted)  # type: ignore[attr-defined]
    return _remember(request, settings.THEME_COOKIE_NAME, wanted)


@page(anyone, at=ANYWHERE, is_public=True)
@cache_control(public=True, immutable=True, max_age=YEAR)
def theme_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The portal's colours; the address changes with them, so browsers may keep it for good."""
    brand = request.portal.brand  # type: ignore[attr-defined]
    if digest != palette.digest(brand):
        raise Http404
    return HttpResponse(palette.sheet(brand), content_type="text/css; charset=utf-8")


@page(anyone, at=ANYWHERE, is_public=True)
@cache_control(public=True, immutable=True, max_age=YEAR)
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    portal = request.portal  # type: ignore[attr-defined]
    if not digest or digest != portal.logo_digest:
        raise Http404
    return HttpResponse(bytes(portal.logo.png), content_type="image/png")


@page(anyone, at=ANYWHERE)
def legal(request: Any, kind: str) -> HttpResponse:
    """What the company must say: for everybody, signed in or not."""
    text = current_legal_text(request.portal, kind)
    if text is None or not str(text.text):
        raise Http404
    return render(request, "portals/legal.html", {"legal": text})


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_where_from(request))
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _where_from(request: HttpRequest) -> str:
    """The page to stay on, if it is one of this portal's."""
    url = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if here else "/"
