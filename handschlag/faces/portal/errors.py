"""Answers what Django hands to its error handlers, with a number to quote.

Only the pages about a missing permission and a missing page ask the database, to name who can
help and to know who is signed in: after other errors the transaction may be lost.
"""

import re
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404

from handschlag.core.http.refusals import note_refusal
from handschlag.core.rules import is_staff
from handschlag.platform.organisations.queries import administrators_of, roles_with
from handschlag.platform.organisations.rights import Right, declared_rights
from handschlag.platform.portals.queries import recognise, url_of

RETRY_AFTER = "60"
RIGHT_IN_RULE = re.compile(r"may:([\w.]+)")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "ui/errors/400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: Any, exception: Exception) -> HttpResponse:
    note_refusal(request, "permission")
    template = _framed(request, "forbidden", "ui/errors/403.html")
    return _answer(request, template, HTTPStatus.FORBIDDEN, **_help_with(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, Resolver404):
        recognise(request)
    template = _framed(request, "not_found", "ui/errors/404.html")
    return _answer(request, template, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    note_refusal(request, "limit")
    response = _answer(request, "ui/errors/429.html", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "ui/errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    note_refusal(request, "csrf")
    return _answer(request, "ui/errors/csrf.html", HTTPStatus.FORBIDDEN)


def _help_with(request: Any) -> dict[str, Any]:
    organisation = request.actor.organisation_id
    if organisation is not None:
        return {
            "missing": [
                (right.label, ", ".join(roles_with(right.key, organisation)))
                for right in _missing_rights(request)
            ],
            "helpers": administrators_of(organisation),
        }
    if is_staff.test(request.actor):
        return {"missing": [(right.label, "") for right in _missing_rights(request)]}
    return {"portal_url": url_of(request.portal)}


def _missing_rights(request: Any) -> list[Right]:
    """What the door of the page asks for and the actor does not hold."""
    rule = request.resolver_match.func.door.rule
    asked = dict.fromkeys(RIGHT_IN_RULE.findall(rule.name))
    declared = declared_rights()
    return [declared[key] for key in asked if key in declared and key not in request.actor.rights]


def _framed(request: Any, framed: str, bare: str) -> str:
    """Who is signed in keeps what stands around the face's pages, and the transaction works."""
    is_known = request.actor.person_id is not None
    return f"{request.face.name}/{framed}.html" if is_known else bare


def _answer(request: Any, template: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    return render(request, template, {"reference": request.reference, **context}, status=status)
