"""Answers what Django hands to its error handlers, with a number to quote.

Only the pages about a missing permission and a missing page ask the database, to name who can
help and to know who is signed in: after other errors the transaction may be lost.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404

from handschlag.platform.organisations.queries import administrators_of
from handschlag.platform.portals.queries import recognise

RETRY_AFTER = "60"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "ui/errors/400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: Any, exception: Exception) -> HttpResponse:
    organisation = request.actor.organisation_id
    helpers = administrators_of(organisation) if organisation is not None else []
    template = _framed(request, "portal/forbidden.html", "ui/errors/403.html")
    return _answer(request, template, HTTPStatus.FORBIDDEN, helpers=", ".join(helpers))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, Resolver404):
        recognise(request)
    template = _framed(request, "portal/not_found.html", "ui/errors/404.html")
    return _answer(request, template, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    response = _answer(request, "ui/errors/429.html", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "ui/errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    return _answer(request, "ui/errors/csrf.html", HTTPStatus.FORBIDDEN)


def _framed(request: Any, framed: str, bare: str) -> str:
    """Who is signed in keeps the menu and the switcher, where the transaction still works."""
    return framed if request.actor.person_id is not None else bare


def _answer(request: Any, template: str, status: HTTPStatus, **context: str) -> HttpResponse:
    return render(request, template, {"reference": request.reference, **context}, status=status)
