"""What went wrong, whether anything is lost, what to do, and a number to quote.

Only the page about a missing permission asks the database, to name who can help: after other
errors the transaction may be lost.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handschlag.core.actor import Actor
from handschlag.core.ui.components import Button
from handschlag.platform.organisations.queries import administrators_of

RETRY_AFTER = "60"


@dataclass(frozen=True, slots=True)
class Mishap:
    """`lost` says what became of the reader's input, `advice` what they can do."""

    title: str
    text: str
    advice: str
    lost: str = ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    mishap = Mishap(
        _("This request could not be understood"),
        _("Your browser has sent something that we cannot read."),
        _("Go back and try again."),
        _("Nothing was saved or changed."),
    )
    return _answer(request, mishap, HTTPStatus.BAD_REQUEST)


def forbidden(request: Any, exception: Exception) -> HttpResponse:
    mishap = Mishap(
        _("You have no access to this page"),
        _("Your role in the organisation does not include it."),
        _who_can_help(request.actor),
    )
    return _answer(request, mishap, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    mishap = Mishap(
        _("This page does not exist"),
        _("Perhaps it was moved, or the address is incomplete."),
        _("Check the address, or begin at the overview."),
    )
    return _answer(request, mishap, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    mishap = Mishap(
        _("Too many requests"),
        _("A great many requests have come from your connection within a short time."),
        _("Wait a minute and try again."),
        _("Nothing was saved or changed."),
    )
    response = _answer(request, mishap, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    mishap = Mishap(
        _("Something went wrong on our side"),
        _("We have been told about it."),
        _("Try again in a few minutes. If it happens again, tell us the error number."),
        _("What you entered last was not saved."),
    )
    return _answer(request, mishap, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    mishap = Mishap(
        _("This form has expired"),
        _("It was open for too long, or your browser keeps no cookies."),
        _("Go back, reload the page and send the form again."),
        _("Nothing was saved or changed."),
    )
    return _answer(request, mishap, HTTPStatus.FORBIDDEN)


def _who_can_help(by: Actor) -> str:
    names = administrators_of(by.organisation_id) if by.organisation_id is not None else []
    if names:
        return _("Access is given in your organisation by: %(names)s.") % {
            "names": ", ".join(names)
        }
    return _("Your contact person can help you.")


def _answer(request: Any, mishap: Mishap, status: HTTPStatus) -> HttpResponse:
    actor: Actor | None = getattr(request, "actor", None)
    context = {
        "base": "ui/page.html" if actor and actor.person_id else "ui/bare.html",
        "mishap": mishap,
        "reference": request.reference,
        "home": Button(_("To the overview"), url="/", look="secondary"),
    }
    return render(request, "portal/error.html", context, status=status)
