from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.core.actor import Actor
from handschlag.core.addresses import address_of
from handschlag.core.capability import contributions
from handschlag.core.http import page
from handschlag.core.isolation import acting
from handschlag.core.rules import is_signed_in
from handschlag.core.ui.components import Badge, Button, Empty
from handschlag.platform.organisations.actions import make_default
from handschlag.platform.organisations.queries import Standing, standing_as

MOST_COUNTED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation on the page that lists one's own."""

    id: str
    name: str
    hint: str
    badges: tuple[Badge, ...]
    enter: Button | None
    begin: Button | None


@page(is_signed_in, for_set_up=True)
def choose(request: Any) -> HttpResponse:
    """Where the person may act, or what to do when they may act nowhere yet."""
    standings: list[Standing] = request.standings
    if len(standings) == 1:
        return redirect(settings.LOGIN_REDIRECT_URL)
    countable = len(standings) <= MOST_COUNTED
    context = {
        "choices": [_choice(request.actor, s, is_counted=countable) for s in standings],
        "empty": None if standings else _nothing_yet(request.user.person.kind),
    }
    return render(request, "organisations/choose.html", context)


@page(is_signed_in, methods=("POST",), for_set_up=True)
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own organisations; the session remembers it."""
    standing = _chosen(request)
    request.session["organisation"] = standing.organisation.pk
    messages.info(request, standing.announcement)
    return redirect(_same_kind_of_page(request, standing))


@page(is_signed_in, methods=("POST",))
def start_with(request: Any) -> HttpResponse:
    """Begin with this organisation after every sign-in; the work at hand stays where it is."""
    standing = _chosen(request)
    if standing.is_below:
        raise Http404
    request.session.setdefault("organisation", request.actor.organisation_id)
    make_default(request.actor, membership_id=standing.membership_id)
    text = _("After sign-in you now begin at %(name)s.") % {"name": standing.organisation.name}
    messages.success(request, text)
    return redirect("organisations:choose")


def _chosen(request: Any) -> Standing:
    wanted = request.POST.get("organisation", "")
    for standing in request.standings:
        if standing.organisation.public_id == wanted:
            return standing
    raise Http404


def _same_kind_of_page(request: Any, standing: Standing) -> str:
    """The page of the menu under which one was, if it is open there as well; else home."""
    by, before = standing_as(request.actor, standing), request.POST.get("path", "")
    items = [item for _, offered in contributions("menu") for item in offered]
    urls = [address_of(item.url_name) for item in items if item.rule.test(by)]
    around = (url for url in urls if before.startswith(url))
    return max(around, key=len, default=settings.LOGIN_REDIRECT_URL)


def _choice(by: Actor, standing: Standing, *, is_counted: bool) -> Choice:
    organisation = standing.organisation
    is_current = organisation.pk == by.organisation_id
    return Choice(
        id=organisation.public_id,
        name=organisation.name,
        hint=_hint(by, standing, is_counted=is_counted),
        badges=tuple(_badges(standing, is_current=is_current)),
        enter=None if is_current else _button(gettext_lazy("Work here"), "secondary", standing),
        begin=None
        if standing.is_default or standing.is_below
        else _button(gettext_lazy("Set as default"), "quiet", standing),
    )


def _badges(standing: Standing, *, is_current: bool) -> Iterator[Badge]:
    if is_current:
        yield Badge(_("You work here now"), "info")
    if standing.is_default:
        yield Badge(_("Default after sign-in"), "success")


def _button(label: str | Promise, look: Any, standing: Standing) -> Button:
    return Button(label, look=look, name="organisation", value=standing.organisation.public_id)


def _hint(by: Actor, standing: Standing, *, is_counted: bool) -> str:
    number = _("Customer number %(number)s") % {"number": standing.organisation.number}
    waiting = _waiting(standing_as(by, standing)) if is_counted else 0
    if not waiting:
        return number
    text = ngettext("%(count)s thing to do", "%(count)s things to do", waiting)
    return f"{number} · {text % {'count': waiting}}"


def _waiting(by: Actor) -> int:
    """Counted in a short context of its own: each organisation sees only its own rows."""
    with acting(by):
        return sum(len(ask(by)) for _, ask in contributions("todos"))


def _nothing_yet(kind: str) -> Empty:
    if kind == "staff":
        text = _("You belong to the staff. These pages are for members of a customer.")
    else:
        text = _(
            "You are signed in, but no organisation has given you access to this portal yet."
            " Ask a colleague who manages access, or your contact person."
        )
    return Empty("not_permitted", _("There is nothing here for you yet"), text)
