from collections.abc import Callable
from http import HTTPStatus
from subprocess import SubprocessError
from typing import Any

import structlog
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from handschlag.core.exports import attachment, come_back, is_only_one_of
from handschlag.core.files.storage import SANDBOX, cleaned_name
from handschlag.core.paper.parts import Paper
from handschlag.core.paper.typeset import typeset

PDF = "application/pdf"
RETRY_AFTER = "300"
log = structlog.get_logger("handschlag.paper")


def paper_response(request: Any, make: Callable[[], Paper]) -> HttpResponse:
    """The paper that `make` describes, as a PDF under its title; counts as an export.

    A 503 page where it comes to nothing, as one of tens of thousands of lines does.
    """
    if not is_only_one_of(request.actor.person_id):
        return come_back(request)
    paper = make()
    try:
        pdf = typeset(paper, timezone.now())
    except SubprocessError as error:
        log.exception("paper_failed", path=request.path, reason=type(error).__name__)
        return _nothing(request)
    name = cleaned_name(f"{paper.title.replace('/', '-')}.pdf")
    response = attachment(name, PDF, [pdf])
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _nothing(request: Any) -> HttpResponse:
    context = {"reference": request.reference, "again": request.get_full_path()}
    response = render(
        request, "ui/errors/no_paper.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = RETRY_AFTER
    return response
