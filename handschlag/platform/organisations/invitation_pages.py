"""The page behind the link in an invitation; opening it changes nothing yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.http import page
from handschlag.core.isolation import acting
from handschlag.core.rules import anyone
from handschlag.core.ui.components import Button, Fact
from handschlag.platform.identity import entering
from handschlag.platform.identity.actions import AddressTaken
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.queries import login_of, person_signing_in
from handschlag.platform.organisations.accepting import (
    InvitationOver,
    accept_invitation,
    ask_again,
    is_still_given,
)
from handschlag.platform.organisations.actions import AlreadyMember, StaffInvited
from handschlag.platform.organisations.colleagues import facts_of_access
from handschlag.platform.organisations.invitations import invitation_at
from handschlag.platform.organisations.models import Invitation

BUTTONS = {
    "passkey": Button(
        gettext_lazy("Accept with a passkey"), icon="key-round", name="way", value="passkey"
    ),
    "plain": Button(
        gettext_lazy("Accept without a passkey"), look="secondary", name="way", value="plain"
    ),
    "join": Button(gettext_lazy("Accept invitation"), name="way", value="plain"),
    "sign_in": Button(gettext_lazy("Sign in and accept"), icon="mail", name="code", value="1"),
    "leave": Button(gettext_lazy("Sign out and go on"), name="way", value="leave"),
    "again": Button(
        gettext_lazy("Ask for a new invitation"), icon="mail", name="way", value="again"
    ),
}


class NameForm(forms.ModelForm):
    """Begins with the name that the inviter typed."""

    class Meta:
        model = Person
        fields = ("name",)


@page(anyone, methods=("GET", "POST"), at_gate=True)
def invitation(request: Any) -> HttpResponse:
    found = invitation_at(request.portal.pk, request.GET.get("link", ""))
    if found is None or not is_still_given(found.membership):
        return _over(request, HTTPStatus.GONE)
    if found.is_over:
        return _expired(request, found)
    owner = person_signing_in(request.actor, found.email)
    if request.actor.person_id not in {None, owner and owner.pk}:
        return _for_another(request, found)
    if owner is None:
        return _for_newcomer(request, found)
    return _for_known(request, found)


def _for_newcomer(request: Any, found: Invitation) -> HttpResponse:
    guest = found.membership.person
    form = NameForm(request.POST or None, instance=Person(pk=guest.pk, name=guest.name))
    if request.method == "POST" and form.is_valid():
        return _accept(request, found, guest, form.cleaned_data["name"])
    buttons = (BUTTONS["passkey"], BUTTONS["plain"])
    return _shown(request, found, "newcomer", buttons, form=form)


def _for_known(request: Any, found: Invitation) -> HttpResponse:
    """Whoever is not signed in gets a code to the invited address, and comes back."""
    if request.actor.person_id is None:
        sign_in = {"sign_in": resolve_url(settings.LOGIN_URL), "next": request.get_full_path()}
        return _shown(request, found, "known", (BUTTONS["sign_in"],), **sign_in)
    if request.method == "POST":
        return _accept(request, found, request.user.person, "")
    return _shown(request, found, "signed_in", (BUTTONS["join"],))


def _for_another(request: Any, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        entering.leave(request)
        return redirect(request.get_full_path())
    return _shown(request, found, "another", (BUTTONS["leave"],), current=request.user.email)


def _expired(request: Any, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        if found.asked_again_at is None:
            with _guest(request, found, found.membership.person) as by:
                ask_again(by, invitation=found)
        text = _("Whoever manages access for %(organisation)s has been told.")
        messages.success(request, text % {"organisation": found.membership.organisation.name})
        return redirect(request.get_full_path())
    buttons = () if found.asked_again_at else (BUTTONS["again"],)
    return _shown(request, found, "expired", buttons)


def _accept(request: Any, found: Invitation, person: Person, name: str) -> HttpResponse:
    try:
        with _guest(request, found, person) as by:
            membership = accept_invitation(by, invitation=found, name=name)
    except InvitationOver:
        return _over(request, HTTPStatus.GONE)
    except (AlreadyMember, StaffInvited, AddressTaken) as refusal:
        messages.error(request, refusal.messages[0])
        return _over(request, HTTPStatus.CONFLICT)
    request.session["organisation"] = membership.organisation_id
    text = _("Welcome! You now act for %(organisation)s.")
    messages.success(request, text % {"organisation": membership.organisation.name})
    if request.actor.person_id is not None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    home = resolve_url(settings.LOGIN_REDIRECT_URL)
    wants_passkey = request.POST.get("way") == "passkey"
    address = entering.new_passkey_page(home) if wants_passkey else home
    return entering.enter(request, login_of(person), method="invitation", address=address)


@contextmanager
def _guest(request: Any, found: Invitation, person: Person) -> Iterator[Actor]:
    by = replace(
        request.actor,
        kind=ActorKind.LINK,
        person_id=person.pk,
        membership_id=None,
        organisation_id=found.organisation_id,
    )
    with acting(by, at_gate=True):
        yield by


def _shown(
    request: Any, found: Invitation, situation: str, buttons: tuple[Button, ...], **more: Any
) -> HttpResponse:
    membership = found.membership
    giver = membership.granted_by
    context = {
        "invitation": found,
        "situation": situation,
        "inviter": giver.name if giver else request.portal.company_name,
        "organisation": membership.organisation,
        "facts": _facts(found),
        "buttons": buttons,
        **more,
    }
    return render(request, "organisations/invitation.html", context)


def _facts(found: Invitation) -> list[Fact]:
    """The gate sees no sites; the house reads their names to whoever holds the link."""
    with acting(system_actor("invitation", organisation_id=found.organisation_id)):
        return facts_of_access(found.membership)


def _over(request: Any, status: HTTPStatus) -> HttpResponse:
    return render(request, "organisations/invitation_over.html", status=status)
