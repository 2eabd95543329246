"""Which language a request speaks: the person's, the cookie's, the browser's, the portal's."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from handschlag.platform.portals.models import Portal


def language_of(request: HttpRequest, portal: Portal) -> str:
    wishes = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), *_browser_wishes(request)]
    return first_spoken(portal, wishes) or portal.default_language


def first_spoken(portal: Portal, wishes: Iterable[str]) -> str | None:
    """The first wish that the portal speaks; `de-AT` is content with `de`."""
    for wish in wishes:
        for code in (wish, wish.partition("-")[0]):
            if code in portal.languages:
                return code
    return None


def _browser_wishes(request: HttpRequest) -> list[str]:
    header = request.headers.get("Accept-Language", "")
    return [code for code, _ in parse_accept_lang_header(header)]
