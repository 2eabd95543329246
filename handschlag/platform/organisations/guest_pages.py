"""Inviting colleagues, and what becomes of an invitation until it is taken up."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.actor import Scope
from handschlag.core.back import Back
from handschlag.core.http import page
from handschlag.core.ui.components import Button
from handschlag.platform.identity.proof import needs_proof
from handschlag.platform.organisations import inviting
from handschlag.platform.organisations.giving import NotYoursToGive
from handschlag.platform.organisations.guest_forms import InviteForm
from handschlag.platform.organisations.models import Invitation, Membership, Organisation
from handschlag.platform.organisations.queries import get_colleague
from handschlag.platform.organisations.rules import manages_colleagues

SEND = Button(gettext_lazy("Send invitation"), icon="mail", busy=gettext_lazy("Sending …"))


@page(manages_colleagues, methods=("GET", "POST"))
@needs_proof
def invite(request: Any) -> HttpResponse:
    initial = {"scope": Scope.COMPANY}
    form = InviteForm(request.POST or None, initial=initial, by=request.actor)
    if request.method == "POST" and form.is_valid() and _are_invited(request, form):
        return redirect("organisations:colleagues")
    context = {
        "back": Back(reverse("organisations:colleagues"), _("All colleagues")),
        "form": form,
        "send": SEND,
    }
    return render(request, "organisations/invite.html", context)


@page(manages_colleagues, methods=("GET", "POST"))
@needs_proof
def again(request: Any, public_id: str) -> HttpResponse:
    """Whoever was asked for a proof first comes back by GET, to the button."""
    member = get_colleague(request.actor, public_id)
    if request.method == "POST":
        _send_again(request, member)
    return redirect("organisations:colleague", public_id=member.public_id)


@page(manages_colleagues, methods=("POST",))
def withdraw(request: Any, public_id: str) -> HttpResponse:
    member = get_colleague(request.actor, public_id)
    name = member.person.name
    try:
        inviting.withdraw_invitation(request.actor, membership_id=member.pk)
    except Invitation.DoesNotExist:
        messages.error(request, _taken_up(name))
        return redirect("organisations:colleague", public_id=member.public_id)
    text = _("The invitation of %(name)s is withdrawn. Its link opens nothing any more.")
    messages.success(request, text % {"name": name})
    return redirect("organisations:colleagues")


def _are_invited(request: Any, form: InviteForm) -> bool:
    """All or nobody: what is wrong stands at the form, and everything typed stays there."""
    guests = form.cleaned_data["people"]
    with suppress(_NotAll), transaction.atomic():
        for guest in guests:
            _invite(request, form, guest)
        if form.errors:
            raise _NotAll
    if form.errors:
        return False
    if len(guests) == 1:
        text = _("An invitation is on its way to %(to)s.") % {"to": guests[0].email}
    else:
        text = _("%(count)s invitations are on their way.") % {"count": len(guests)}
    messages.success(request, text)
    return True


class _NotAll(Exception):
    """Somebody of several cannot be invited."""


def _invite(request: Any, form: InviteForm, guest: inviting.Guest) -> None:
    by = request.actor
    try:
        inviting.invite(
            by,
            portal=request.portal,
            organisation=Organisation.objects.get(pk=by.organisation_id),
            guest=guest,
            access=form.access,
        )
    except NotYoursToGive:
        form.add_error(None, _("You cannot give what you do not have yourself."))
    except ValidationError as refusal:
        form.add_error("people", f"{guest.email}: {refusal.messages[0]}")


def _send_again(request: Any, member: Membership) -> None:
    name = member.person.name
    try:
        inviting.invite_again(request.actor, portal=request.portal, membership_id=member.pk)
    except NotYoursToGive:
        messages.error(request, _("You cannot give what you do not have yourself."))
    except Invitation.DoesNotExist:
        messages.error(request, _taken_up(name))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        text = _("A new invitation is on its way to %(name)s. The one before no longer opens.")
        messages.success(request, text % {"name": name})


def _taken_up(name: str) -> str:
    return _("%(name)s has accepted the invitation meanwhile.") % {"name": name}
