"""Asking somebody by mail to act for an organisation, and taking that up.

An invited membership holds already what it will allow. Its person is a name and an address that
somebody typed: whether we know the address shows only once whoever reads its mail takes it up.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.addresses import address_of, url_at
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.platform.identity.actions import Invitation as Mail
from handschlag.platform.identity.actions import create_person, erase_person, send_invitation
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.rules import has_proven
from handschlag.platform.organisations import giving
from handschlag.platform.organisations.actions import AlreadyMember
from handschlag.platform.organisations.changing_access import Access
from handschlag.platform.organisations.events import (
    InvitationRenewed,
    InvitationWithdrawn,
    MemberInvited,
)
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.granting import write_membership
from handschlag.platform.organisations.invitations import link_of
from handschlag.platform.organisations.models import Invitation, Membership, Organisation, Site
from handschlag.platform.organisations.queries import membership_for
from handschlag.platform.organisations.rules import may_manage_members, runs_the_portal

MOST_A_DAY = 200
PAUSE = timedelta(minutes=5)
KEPT = timedelta(days=30)
BY = system_actor("invitation")

invites = runs_the_portal | (may_manage_members & has_proven)


class TooManyInvitations(ValidationError):
    """The organisation has invited so many people lately that it looks like a mistake."""

    def __init__(self) -> None:
        text = _("You can invite %(most)s people a day. Invite the others tomorrow.")
        super().__init__(text, params={"most": MOST_A_DAY})


class SentJustNow(ValidationError):
    """The last mail is so young that another would only be noise."""

    def __init__(self) -> None:
        super().__init__(_("The invitation was sent only just now. Wait a few minutes."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who is to come, as somebody typed it."""

    email: str
    name: str


@action(invites)
def invite(
    by: Actor, *, portal: Any, organisation: Organisation, guest: Guest, access: Access
) -> Outcome[Membership]:
    """Ask `guest` by mail to act for `organisation` in `portal`; nothing is open to them yet.

    Raises giving.NotYoursToGive, AlreadyMember, TooManyInvitations, and ValidationError for a
    bad name or address.
    """
    email = guest.email.lower()
    with acting(by, at_gate=True):
        # Two who invite the same guest at once wait for each other.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _refuse(by, organisation, email)
        with acting(BY):
            person = Person(name=guest.name, email=email, language=organisation.language)
            create_person(BY, person=person)
        grant = Grant(
            person=person,
            organisation=organisation,
            roles=access.roles,
            scope=access.scope,
            sites=access.sites,
        )
        giving.check(by, grant)
        membership = write_membership(by, grant, Membership.State.INVITED)
        invitation = Invitation.objects.create(
            membership=membership,
            organisation=organisation,
            portal_id=portal.pk,
            email=email,
            sent_at=timezone.now(),
        )
    _send(portal, invitation)
    event = MemberInvited(
        person_id=person.pk, role_ids=[role.pk for role in access.roles], scope=access.scope
    )
    return Outcome(membership, event, subject_of(membership))


@action(invites)
def invite_again(by: Actor, *, portal: Any, membership_id: int) -> Outcome[Membership]:
    """Send a new link, good for its own seven days; the one before opens nothing any more.

    Raises giving.NotYoursToGive, SentJustNow, and Invitation.DoesNotExist when it was taken up.
    """
    with acting(by, at_gate=True):
        invitation = _waiting(by, membership_id)
        if timezone.now() - invitation.sent_at < PAUSE:
            raise SentJustNow
        membership = invitation.membership
        giving.check(by, grant_of(membership))
        membership.granted_by_id = by.person_id
        membership.save(update_fields=["granted_by"])
        invitation.sent_at, invitation.asked_again_at = timezone.now(), None
        invitation.portal_id = portal.pk
        invitation.save()
    _send(portal, invitation)
    event = InvitationRenewed(person_id=membership.person_id)
    return Outcome(membership, event, subject_of(membership))


@action(may_manage_members)
def withdraw_invitation(by: Actor, *, membership_id: int) -> Outcome[Membership]:
    """Let the link open nothing any more, and forget who was to come.

    Raises Invitation.DoesNotExist when it was taken up.
    """
    with acting(by, at_gate=True):
        invitation = _waiting(by, membership_id)
        membership = invitation.membership
        membership.state = Membership.State.REMOVED
        membership.save(update_fields=["state"])
        invitation.delete()
        forget_guest(membership.person)
    event = InvitationWithdrawn(person_id=membership.person_id)
    return Outcome(membership, event, subject_of(membership))


def invited_as(organisation: Organisation, email: str) -> Membership | None:
    """Whose invitation to this address waits to be taken up."""
    waiting = Q(organisation=organisation, invitation__email=email.lower())
    return Membership.objects.filter(waiting, state=Membership.State.INVITED).first()


def grant_of(membership: Membership) -> Grant:
    """What a membership holds, to ask whether somebody could give it now."""
    return Grant(
        person=membership.person,
        organisation=membership.organisation,
        roles=list(membership.roles.prefetch_related("rights")),
        scope=Scope(membership.scope),
        sites=[Site(pk=link.site_id) for link in membership.site_links.all()],
    )


def forget_guest(person: Person) -> None:
    """Erase what was typed; mails to the address may be somebody else's, and stay."""
    with acting(BY):
        Person.objects.filter(pk=person.pk).update(email="")
        erase_person(BY, person=Person.objects.get(pk=person.pk))


def _refuse(by: Actor, organisation: Organisation, email: str) -> None:
    members = Membership.objects.filter(Q(organisation=organisation))
    alive = members.exclude(state=Membership.State.REMOVED)
    if alive.filter(Q(person__email__iexact=email) | Q(person__login__email=email)).exists():
        raise AlreadyMember
    lately = members.filter(granted_at__gt=timezone.now() - timedelta(days=1))
    if by.kind is ActorKind.PERSON and lately.count() >= MOST_A_DAY:
        raise TooManyInvitations


def _send(portal: Any, invitation: Invitation) -> None:
    membership = invitation.membership
    giver, organisation = membership.granted_by, membership.organisation
    query = urlencode({"link": link_of(invitation)})
    mail = Mail(
        person=membership.person,
        email=invitation.email,
        portal=portal,
        address=f"{url_at(portal.host)}{address_of('organisations:invitation')}?{query}",
        organisation=organisation.name,
        inviter=giver.name if giver else portal.company_name,
        until=invitation.expires_at,
    )
    with acting(BY):
        send_invitation(BY, invitation=mail)


def _waiting(by: Actor, membership_id: int) -> Invitation:
    """Locked, so that it is not taken up meanwhile."""
    membership = membership_for(by, membership_id)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("membership__person")
    return found.get(membership=membership, membership__state=Membership.State.INVITED)
