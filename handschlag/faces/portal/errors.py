"""Answers what Django hands to its error handlers, with a number to quote.

Only the page about a missing permission asks the database, to name who can help: after other
errors the transaction may be lost.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handschlag.platform.organisations.queries import administrators_of

RETRY_AFTER = "60"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "ui/errors/400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: Any, exception: Exception) -> HttpResponse:
    organisation = request.actor.organisation_id
    helpers = administrators_of(organisation) if organisation is not None else []
    return _answer(
        request, "portal/forbidden.html", HTTPStatus.FORBIDDEN, helpers=", ".join(helpers)
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "ui/errors/404.html", HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    response = _answer(request, "ui/errors/429.html", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "ui/errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    return _answer(request, "ui/errors/csrf.html", HTTPStatus.FORBIDDEN)


def _answer(request: Any, template: str, status: HTTPStatus, **context: str) -> HttpResponse:
    return render(request, template, {"reference": request.reference, **context}, status=status)
