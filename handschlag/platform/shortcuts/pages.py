from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.core.back import came_from
from handschlag.core.http import page
from handschlag.core.rules import is_member
from handschlag.core.slots import MenuItem
from handschlag.platform.shortcuts import actions
from handschlag.platform.shortcuts.models import LONGEST_NAME
from handschlag.platform.shortcuts.queries import get_shortcut
from handschlag.platform.shortcuts.rows import kept_of, pinnable, shown


@page(is_member)
def arrange(request: Any) -> HttpResponse:
    """Where a person names, orders and removes what they have put on home."""
    context = {"shortcuts": shown(request.actor), "longest_name": LONGEST_NAME}
    return render(request, "shortcuts/list.html", context)


@page(is_member, methods=("POST",))
def add(request: Any) -> HttpResponse:
    """Pin the list at `path` as this browser showed it last, and lead back to it."""
    item = _item(request)
    path = reverse(item.url_name)
    query = came_from(request, path) or ""
    try:
        actions.pin(request.actor, item=item, query=kept_of(query))
    except actions.TooMany as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("It is on your overview now."))
    return redirect(f"{path}?{query}" if query else path)


@page(is_member, methods=("POST",))
def rename(request: Any, public_id: str) -> HttpResponse:
    shortcut = get_shortcut(request.actor, public_id)
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:LONGEST_NAME]
    actions.rename(request.actor, shortcut=shortcut, name=name)
    return redirect("shortcuts:list")


@page(is_member, methods=("POST",))
def move_up(request: Any, public_id: str) -> HttpResponse:
    actions.move_up(request.actor, shortcut=get_shortcut(request.actor, public_id))
    return redirect("shortcuts:list")


@page(is_member, methods=("POST",))
def remove(request: Any, public_id: str) -> HttpResponse:
    actions.unpin(request.actor, shortcut=get_shortcut(request.actor, public_id))
    return redirect("shortcuts:list")


def _item(request: Any) -> MenuItem:
    path = request.POST.get("path", "")
    for item in pinnable(request.actor):
        if reverse(item.url_name) == path:
            return item
    raise BadRequest("path")
