"""The page that stands in for all others while the house is serviced.

The announcement is a file: it must hold while the database is away or half migrated.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from handschlag.core.moments import as_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SOON = 600


@dataclass(frozen=True, slots=True)
class Maintenance:
    """`until` is when it is expected to be over, None for nobody knows."""

    until: datetime | None

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < timezone.now()

    @property
    def retry_after(self) -> int:
        """Seconds after which asking again may be worth it."""
        if self.until is None or self.is_late:
            return SOON
        return int((self.until - timezone.now()).total_seconds()) + 1


def begin(until: datetime | None) -> None:
    """From the next request on, every page says that the house is serviced."""
    settings.MAINTENANCE.parent.mkdir(parents=True, exist_ok=True)
    unfinished = settings.MAINTENANCE.with_suffix(".new")
    unfinished.write_text(json.dumps({"until": until and until.isoformat()}))
    unfinished.replace(settings.MAINTENANCE)  # every request reads it, and none a half


def end() -> bool:
    """Whether there was an announcement to take away."""
    was_on: bool = settings.MAINTENANCE.exists()
    settings.MAINTENANCE.unlink(missing_ok=True)
    return was_on


def announced() -> Maintenance | None:
    try:
        known = json.loads(settings.MAINTENANCE.read_text())
    except FileNotFoundError:
        return None
    return Maintenance(known["until"] and datetime.fromisoformat(known["until"]))


class MaintenanceMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        maintenance = announced()
        if maintenance is None:
            return self.get_response(request)
        until = maintenance.until
        with translation.override(translation.get_language_from_request(request)):
            context = {
                "until": as_of(until) if until and not maintenance.is_late else "",
                "is_late": maintenance.is_late,
            }
            response = render(
                request,
                "ui/errors/maintenance.html",
                context,
                status=HTTPStatus.SERVICE_UNAVAILABLE,
            )
        response["Retry-After"] = str(maintenance.retry_after)
        return response
