"""Browsers in which somebody has signed in before: strangers' tries do not lock them out there.

A signed cookie names the browser and, by a keyed digest of the address, its latest people. Tries
from such a browser have a counter of their own with the same limits, so whoever steals the
cookie wins that one counter and no more. Nothing is looked up, so it tells nobody whom we know.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

SALT = "handschlag.identity.known_browser"
LIFETIME = timedelta(days=365)
MOST_PEOPLE = 5


def counter(request: HttpRequest, email: str) -> str:
    """The name under which tries for `email` are counted here; empty in a strange browser."""
    browser, people = _read(request)
    person = _digest(email)
    return f"{browser}:{person}" if person in people else ""


def remember(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Let the browser that gets `response` be known to whoever signs in with `email`."""
    browser, people = _read(request)
    person = _digest(email)
    latest = [person, *(other for other in people if other != person)][:MOST_PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps([browser or secrets.token_urlsafe(16), latest], salt=SALT),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    return f"{settings.COOKIE_PREFIX}handschlag_known"


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        browser, people = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFETIME
        )
    except signing.BadSignature:
        return "", []
    return browser, people


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()[:32]
