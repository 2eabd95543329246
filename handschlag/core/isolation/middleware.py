from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from handschlag.core.actor import ANONYMOUS
from handschlag.core.isolation.context import acting

log = structlog.get_logger("handschlag.database")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TransactionMiddleware:
    """One transaction around session, sign-in, view, rendering and error page.

    `ATOMIC_REQUESTS` covers the view body only. Everything begins in the role `gate`; the
    portal's middleware narrows it once the organisation is known. A 5xx rolls back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            connection.ensure_connection()
        except OperationalError:
            log.exception("database_unreachable")
            context = {"reference": request.reference}  # type: ignore[attr-defined]
            with translation.override(translation.get_language_from_request(request)):
                return render(
                    request, "ui/errors/503.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
                )
        with acting(ANONYMOUS):
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
            return response
