"""What a page sends is done for the organisation that it was made for, or not at all."""

from typing import Any

from django.contrib import messages

from handschlag.core.http.acting_for import said_by_page
from handschlag.platform.organisations.queries import Standing, active_standing


def standing_for(request: Any) -> Standing | None:
    """By the page that asks, where it says for whom it was made; else by the session.

    Of a page that `is_orphan` it is the session's as well: the middleware lets it do nothing.
    """
    return _named_by_page(request) or _remembered(request)


def is_orphan(request: Any) -> bool:
    """Whether the page was made for an organisation that the person may not act for now."""
    is_somebody = request.user.is_authenticated
    return is_somebody and bool(said_by_page(request)) and _named_by_page(request) is None


def follow_page(request: Any) -> None:
    """The session goes on where something was sent last, whatever was chosen in another tab."""
    standing = _named_by_page(request)
    if request.method == "POST" and standing and standing != _remembered(request):
        go_on_with(request, standing)


def go_on_with(request: Any, standing: Standing) -> None:
    """Remember the organisation for the session, and say so on the next page."""
    request.session["organisation"] = standing.organisation.pk
    messages.info(request, standing.announcement)


def _named_by_page(request: Any) -> Standing | None:
    wanted = said_by_page(request)
    return next((s for s in request.standings if s.organisation.public_id == wanted), None)


def _remembered(request: Any) -> Standing | None:
    return active_standing(request.standings, request.session.get("organisation"))
