from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.http import ANYWHERE, page
from handschlag.core.live import ANYTHING
from handschlag.core.rules import anyone, is_signed_in
from handschlag.core.slots import Card, Todo
from handschlag.core.ui.components import TodoRow
from handschlag.faces.portal.slots import active_organisation
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import is_on, news_on

MOST_TODOS = 5
DAY = 24 * 3600
STILL_TRUE_FOR = timedelta(days=90)


@page(is_signed_in, at=ANYWHERE)
def home(request: Any) -> HttpResponse:
    """What is to be done first, then what the capabilities show; other faces begin elsewhere."""
    by: Actor = request.actor
    if request.face.home != request.path:
        return redirect(request.face.home)
    if by.membership_id is None:
        return redirect("organisations:choose")
    context = {
        "live": ANYTHING,
        "organisation": active_organisation(request),
        "todos": [_row(todo) for todo in most_urgent(by, request.portal)],
        "news": news_on(request.portal, timezone.localdate()),
        "cards": list(filled_cards(by, request.portal)),
    }
    return render(request, "portal/home.html", context)


@page(anyone, at=ANYWHERE, is_public=True)
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """A portal has nothing for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@page(anyone, at=ANYWHERE, is_public=True)
@cache_control(public=True, max_age=DAY)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); there is none until the operator names a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    tomorrow = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(1)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(tomorrow + STILL_TRUE_FOR).isoformat()}",
        "Preferred-Languages: de, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def most_urgent(by: Actor, portal: Portal) -> list[Todo]:
    todos = [
        todo
        for capability, ask in contributions("todos")
        if is_on(portal, capability)
        for todo in ask(by)
    ]
    return sorted(todos, key=lambda todo: todo.due)[:MOST_TODOS]


def filled_cards(by: Actor, portal: Portal) -> Iterable[dict[str, Any]]:
    for card in permitted_cards(by, portal):
        content = card.context(by)
        if content is not None:
            yield {"template": card.template, "content": content}


def permitted_cards(by: Actor, portal: Portal) -> list[Card]:
    cards = [
        card
        for capability, entries in contributions("cards")
        if is_on(portal, capability)
        for card in entries
        if card.rule.test(by)
    ]
    return sorted(cards, key=lambda card: card.rank)


def _row(todo: Todo) -> TodoRow:
    return TodoRow(todo.text, todo.button, todo.url, tone=todo.tone)
