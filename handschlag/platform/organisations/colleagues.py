"""Members of an organisation as the pages of whoever manages them show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.actor import Actor, Scope
from handschlag.core.moments import as_of, long_day, short_day
from handschlag.core.ui.components import Badge, Cell, Column, Fact, Row, Table, Tone
from handschlag.platform.identity.queries import last_sign_ins, with_second_factor
from handschlag.platform.organisations.models import Invitation, Membership
from handschlag.platform.organisations.queries import colleagues_of
from handschlag.platform.organisations.rights import labels_of

REACHES = {
    Scope.OWN: gettext_lazy("Only their own"),
    Scope.SITE: gettext_lazy("Chosen sites"),
    Scope.COMPANY: gettext_lazy("The whole company"),
    Scope.SUBTREE: gettext_lazy("The company and all below it"),
}
TONES: dict[str, Tone] = {"active": "success", "suspended": "warning", "invited": "info"}
COLUMNS = (
    Column(gettext_lazy("Name"), phone="title"),
    Column(gettext_lazy("Roles"), phone="detail"),
    Column(gettext_lazy("Sees"), phone="labelled"),
    Column(gettext_lazy("Last sign-in"), phone="labelled"),
    Column(gettext_lazy("Second step"), phone="labelled"),
    Column(gettext_lazy("Access"), phone="status"),
)


@dataclass(frozen=True, slots=True)
class SignIns:
    """When people signed in last, and who of them has a second step."""

    last: dict[int, datetime]
    with_factor: set[int]

    @classmethod
    def of(cls, by: Actor, members: Iterable[Membership]) -> "SignIns":
        people = [member.person_id for member in members]
        return cls(last_sign_ins(people, by), with_second_factor(people, by))

    def last_of(self, member: Membership) -> str:
        seen = self.last.get(member.person_id)
        return as_of(seen) if seen else _("not yet")

    def second_step_of(self, member: Membership) -> str:
        return _("set up") if member.person_id in self.with_factor else _("none")


def colleagues(by: Actor, text: str) -> tuple[Table, int]:
    """Those whose name, address or role holds `text`, and how many there are in all."""
    members = list(colleagues_of(by))
    found = [member for member in members if text.casefold() in _searched(member)]
    seen = SignIns.of(by, found)
    return Table(_("Colleagues"), COLUMNS, tuple(_row(m, seen) for m in found)), len(members)


def facts(member: Membership, seen: SignIns) -> list[Fact]:
    return [
        Fact(_("E-mail address"), (member.person.email,)),
        Fact(_("Roles"), (roles_of(member),)),
        Fact(_("Sees"), (_reach(member),), hint=_sites(member)),
        Fact(_("Access"), badge=_state(member), hint=_until(member)),
        Fact(_since(member), (long_day(member.valid_from),), hint=_given_by(member)),
        Fact(_("Last sign-in"), (seen.last_of(member),)),
        Fact(_("Second step"), (seen.second_step_of(member),)),
    ]


def facts_of_access(member: Membership) -> list[Fact]:
    """What a membership will allow, as whoever is invited reads it."""
    given = [right.right for role in member.roles.all() for right in role.rights.all()]
    return [
        Fact(_("You act for"), (member.organisation.name,)),
        Fact(_("You may"), tuple(labels_of(given))),
        Fact(_("You see"), (_reach(member),), hint=_sites(member)),
    ]


def roles_of(member: Membership) -> str:
    return ", ".join(sorted(str(role) for role in member.roles.all())) or _("none")


def _row(member: Membership, seen: SignIns) -> Row:
    return Row(
        (
            Cell(member.person.name, hint=member.person.email),
            Cell(roles_of(member)),
            Cell(_reach(member), hint=_sites(member)),
            Cell(seen.last_of(member)),
            Cell(seen.second_step_of(member)),
            Cell(badge=_state(member), hint=_until(member)),
        ),
        url=reverse("organisations:colleague", args=[member.public_id]),
    )


def _searched(member: Membership) -> str:
    return f"{member.person.name} {member.person.email} {roles_of(member)}".casefold()


def _reach(member: Membership) -> Any:
    return REACHES[Scope(member.scope)]


def _sites(member: Membership) -> str:
    if member.scope != Scope.SITE:
        return ""
    return ", ".join(sorted(link.site.name for link in member.site_links.all())) or _("none")


def _since(member: Membership) -> str:
    return _("Invited on") if member.state == Membership.State.INVITED else _("Member since")


def _state(member: Membership) -> Badge:
    return Badge(member.get_state_display(), TONES[member.state])


def _until(member: Membership) -> str:
    if member.state == Membership.State.INVITED:
        return _invited_until(member.invitation)
    return _("until %(day)s") % {"day": short_day(member.valid_to)} if member.valid_to else ""


def _invited_until(invitation: Invitation) -> str:
    if invitation.asked_again_at:
        return _("asks for a new invitation")
    if invitation.is_over:
        return _("has not come: the invitation is over")
    return _("until %(day)s") % {"day": short_day(invitation.expires_at)}


def _given_by(member: Membership) -> str:
    giver = member.granted_by
    return _("given by %(name)s") % {"name": giver.name} if giver else ""
