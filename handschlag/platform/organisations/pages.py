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
MANY = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation on the page that lists one's own."""

    id: str
    name: str
    hint: str
    badges: tuple[Badge, ...]
    enter: Button | None
    begin: Button | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation in the menu of the header; `waiting` things are to be done there."""

    id: str
    name: str
    hint: str
    waiting: int
    is_current: bool


@page(is_signed_in, for_set_up=True)
def choose(request: Any) -> HttpResponse:
    """Where the person may act, or what to do when they may act nowhere yet."""
    standings: list[Standing] = request.standings
    if len(standings) == 1:
        return redirect(settings.LOGIN_REDIRECT_URL)
    search, countable = request.GET.get("q", ""), _are_countable(standings)
    found = [standing for standing in standings if _is_meant(standing, search)]
    context = {
        "choices": [_choice(request.actor, s, is_counted=countable) for s in found],
        "empty": _nothing_found(request.user.person.kind, search) if not found else None,
        "has_any": bool(standings),
        "is_long": len(standings) >= MANY,
        "search": search,
    }
    return render(request, "organisations/choose.html", context)


@page(is_signed_in, for_set_up=True)
def menu(request: Any) -> HttpResponse:
    """What the switcher in the header shows once it is opened."""
    standings: list[Standing] = request.standings
    countable = _are_countable(standings)
    context = {
        "choices": [_entry(request.actor, s, is_counted=countable) for s in standings],
        "is_long": len(standings) >= MANY,
        "path": request.GET.get("path", ""),
    }
    return render(request, "organisations/menu.html", context)


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


def _entry(by: Actor, standing: Standing, *, is_counted: bool) -> Entry:
    organisation = standing.organisation
    default = (_("Default after sign-in"),) if standing.is_default else ()
    return Entry(
        id=organisation.public_id,
        name=organisation.name,
        hint=" · ".join((organisation.number, *default)),
        waiting=_waiting(standing_as(by, standing)) if is_counted else 0,
        is_current=organisation.pk == by.organisation_id,
    )


def _are_countable(standings: list[Standing]) -> bool:
    return len(standings) <= MOST_COUNTED


def _is_meant(standing: Standing, search: str) -> bool:
    organisation, text = standing.organisation, search.strip().casefold()
    return text in organisation.name.casefold() or text in organisation.number.casefold()


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


def _nothing_found(kind: str, search: str) -> Empty:
    if search:
        text = _("Check the spelling, or search for the customer number.")
        return Empty("no_match", _("No organisation of yours is called so."), text)
    if kind == "staff":
        text = _("You belong to the staff. These pages are for members of a customer.")
    else:
        text = _(
            "You are signed in, but no organisation has given you access to this portal yet."
            " Ask a colleague who manages access, or your contact person."
        )
    return Empty("not_permitted", _("There is nothing here for you yet"), text)
