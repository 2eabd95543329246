"""Who of the organisation may do what: for whoever manages its members."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.back import Back
from handschlag.core.http import page
from handschlag.core.ui.components import Button, Dialog, Empty, Toolbar
from handschlag.platform.identity.proof import needs_proof
from handschlag.platform.organisations import colleagues
from handschlag.platform.organisations.actions import (
    LastAdministrator,
    remove_membership,
    resume_membership,
    suspend_membership,
)
from handschlag.platform.organisations.changing_access import change_access, ungivable
from handschlag.platform.organisations.colleague_forms import AccessForm, chosen
from handschlag.platform.organisations.giving import NotYoursToGive
from handschlag.platform.organisations.models import Membership
from handschlag.platform.organisations.queries import get_colleague
from handschlag.platform.organisations.rules import manages_colleagues

SEARCHED_FROM = 20
MAX_SEARCH = 200
SAVE = Button(gettext_lazy("Save access"), busy=gettext_lazy("Saving …"))


@page(manages_colleagues)
def colleague_list(request: Any) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
    table, total = colleagues.colleagues(request.actor, text)
    context = {
        "table": table,
        "toolbar": Toolbar(_("Name, address, role"), text) if total > SEARCHED_FROM else None,
        "empty": None if table.rows else _nobody(text),
        "invite": Button(_("Invite"), reverse("organisations:invite"), icon="user-plus"),
    }
    return render(request, "organisations/colleagues.html", context)


@page(manages_colleagues)
def colleague(request: Any, public_id: str) -> HttpResponse:
    member = get_colleague(request.actor, public_id)
    seen = colleagues.SignIns.of(request.actor, [member])
    context = {
        "back": Back(reverse("organisations:colleagues"), _("All colleagues")),
        "member": member,
        "facts": colleagues.facts(member, seen),
        "change": _button(member, "access", gettext_lazy("Change access"), "pencil"),
        **_ways_out(member),
    }
    return render(request, "organisations/colleague.html", context)


@page(manages_colleagues, methods=("GET", "POST"))
@needs_proof
def access(request: Any, public_id: str) -> HttpResponse:
    by, member = request.actor, get_colleague(request.actor, public_id)
    form = AccessForm(request.POST or None, initial=chosen(member), by=by)
    if request.method == "POST" and form.is_valid() and _is_changed(request, member, form):
        text = _("From now on %(name)s may do what you have chosen.")
        messages.success(request, text % {"name": member.person.name})
        return redirect("organisations:colleague", public_id=member.public_id)
    context = {
        "back": Back(_url(member, "colleague"), member.person.name),
        "member": member,
        "form": form,
        "save": SAVE,
        "kept": ", ".join(str(role) for role in ungivable(by, member)),
    }
    return render(request, "organisations/access.html", context)


@page(manages_colleagues, methods=("POST",))
def suspend(request: Any, public_id: str) -> HttpResponse:
    text = _("%(name)s can no longer act for you. You can restore the access at any time.")
    return _ended(request, public_id, suspend_membership, text)


@page(manages_colleagues, methods=("GET", "POST"))
@needs_proof
def resume(request: Any, public_id: str) -> HttpResponse:
    """Whoever was asked for a proof first comes back by GET, to the button."""
    if request.method != "POST":
        member = get_colleague(request.actor, public_id)
        return redirect("organisations:colleague", public_id=member.public_id)
    return _ended(request, public_id, resume_membership, _("%(name)s may act for you again."))


@page(manages_colleagues, methods=("POST",))
def remove(request: Any, public_id: str) -> HttpResponse:
    text = _("The access of %(name)s has ended. What they did stays with you.")
    return _ended(request, public_id, remove_membership, text)


def _is_changed(request: Any, member: Membership, form: AccessForm) -> bool:
    try:
        change_access(request.actor, membership_id=member.pk, access=form.access)
    except LastAdministrator:
        form.add_error("roles", _last_administrator())
    except NotYoursToGive:
        form.add_error(None, _("You cannot give what you do not have yourself."))
    return not form.errors


def _ended(request: Any, public_id: str, change: Callable[..., Any], text: str) -> HttpResponse:
    """A second click finds it done already, and says so like the first."""
    member = get_colleague(request.actor, public_id)
    try:
        with suppress(Membership.DoesNotExist):
            change(request.actor, membership_id=member.pk)
    except LastAdministrator:
        messages.error(request, _last_administrator())
        return redirect("organisations:colleague", public_id=public_id)
    messages.success(request, text % {"name": member.person.name})
    return redirect("organisations:colleagues")


def _last_administrator() -> str:
    return _("Nobody would be left to manage who may do what. Give somebody else that role first.")


def _nobody(text: str) -> Empty:
    if text:
        return Empty("no_match", _("Nobody matches “%(search)s”.") % {"search": text})
    hint = _("Here you see who else may act for your company, and what each may do.")
    return Empty("nothing", _("You have no colleagues here yet"), hint, icon="users-round")


def _ways_out(member: Membership) -> dict[str, Any]:
    """What can become of the access: another for an invitation, one's own and one shut out."""
    match member.state:
        case Membership.State.INVITED:
            again = _button(member, "invite_again", gettext_lazy("Send again"), "mail")
            return {"again": again, "endings": [(_withdrawing(member), "user-x")]}
        case Membership.State.SUSPENDED:
            restore = _button(member, "resume", gettext_lazy("Restore access"), "lock-open")
            return {"again": restore, "endings": [(_removing(member), "user-x")]}
    return {"endings": [(_suspending(member), "lock"), (_removing(member), "user-x")]}


def _withdrawing(member: Membership) -> Dialog:
    return Dialog(
        id="withdraw",
        title=_("Withdraw the invitation of %(name)s?") % {"name": member.person.name},
        text=_(
            "The link in the mail then opens nothing any more. You can invite anew at any time."
        ),
        confirm=Button(_("Withdraw invitation"), _url(member, "withdraw"), "danger"),
        keep=_("Keep invitation"),
    )


def _suspending(member: Membership) -> Dialog:
    return Dialog(
        id="suspend",
        title=_("Suspend %(name)s?") % {"name": member.person.name},
        text=_(
            "They are shut out at once, also where they are signed in now. Nothing is lost, and"
            " you can restore the access at any time."
        ),
        confirm=Button(_("Suspend access"), _url(member, "suspend"), "danger"),
        keep=_("Keep access"),
    )


def _removing(member: Membership) -> Dialog:
    return Dialog(
        id="remove",
        title=_("Remove %(name)s?") % {"name": member.person.name},
        text=_(
            "The access ends at once. What they ordered, wrote and paid stays with your company."
            " To come back, they need a new invitation."
        ),
        confirm=Button(_("Remove access"), _url(member, "remove"), "danger"),
        keep=_("Keep access"),
    )


def _button(member: Membership, name: str, label: Any, icon: str) -> Button:
    return Button(label, url=_url(member, name), look="secondary", icon=icon)


def _url(member: Membership, name: str) -> str:
    return reverse(f"organisations:{name}", args=[member.public_id])
