from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from handschlag.core.exports import attachment, come_back, is_only_one_of
from handschlag.core.files.storage import SANDBOX, cleaned_name
from handschlag.core.paper.parts import Paper
from handschlag.core.paper.typeset import typeset

PDF = "application/pdf"


def paper_response(request: Any, make: Callable[[], Paper]) -> HttpResponse:
    """The paper that `make` describes, as a PDF under its title; counts as an export."""
    if not is_only_one_of(request.actor.person_id):
        return come_back(request)
    paper = make()
    name = cleaned_name(f"{paper.title.replace('/', '-')}.pdf")
    response = attachment(name, PDF, [typeset(paper, timezone.now())])
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
