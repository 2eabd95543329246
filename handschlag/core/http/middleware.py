"""Request id, one JSON log line per request, and the answer to liveness probes."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("handschlag.http")

GetResponse = Callable[[HttpRequest], HttpResponseBase]
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference() -> str:
    """A number that a person can read out on the phone, e.g. `7F3K-92QX`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class RequestLogMiddleware:
    """Outermost: names the request, so that an error page and the log speak of the same one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.reference = reference()  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request.reference)  # type: ignore[attr-defined]
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )
            response["X-Request-Id"] = request.reference  # type: ignore[attr-defined]
            return response
        finally:
            structlog.contextvars.clear_contextvars()
