"""The limits on sign-in attempts, and from when the next one is let through."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handschlag.core.http.refusals import note_refusal
from handschlag.core.moments import short_day
from handschlag.platform.identity import known_browser

APP = "allauth.account"


def take_code(request: HttpRequest, action: str, email: str) -> None:
    """Count one code asked for; raises ValidationError when no more may be sent to `email`."""
    key = known_browser.counter(request, email) or email.lower()
    if not ratelimit.consume(request, app=APP, action=action, key=key):
        note_refusal(request, "limit")
        raise ValidationError(no_more_codes(request, action, key))


def no_more_codes(request: HttpRequest, action: str, key: str) -> str:
    text = _("Too many codes have been requested. You can request the next one from %(time)s.")
    return text % {"time": opens_at(request, action, key)}


def no_more_tries(request: HttpRequest, action: str, key: str) -> str:
    text = _("Too many attempts. You can try again from %(time)s.")
    return text % {"time": opens_at(request, action, key)}


def opens_at(request: HttpRequest, action: str, key: str) -> str:
    """The full minute after which `action` is let through again for certain."""
    over = datetime.fromtimestamp(max(_ends(request, action, key), default=time.time()), UTC)
    local = timezone.localtime(over + timedelta(seconds=59))
    clock = date_format(local, "TIME_FORMAT")
    return clock if local.date() == timezone.localdate() else f"{short_day(local)}, {clock}"


def _ends(request: HttpRequest, action: str, key: str) -> Iterator[float]:
    now = time.time()
    for rate in ratelimit.get_rates(app=APP, action=action):
        name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = [at for at in cache.get(name, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            yield min(tries) + rate.duration
