"""Taking up an invitation, by whoever reads the mail that carried its link."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor, ActorKind
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.rules import holds_link
from handschlag.platform.identity.actions import create_login
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.queries import person_signing_in
from handschlag.platform.organisations import giving
from handschlag.platform.organisations.actions import AlreadyMember, StaffInvited
from handschlag.platform.organisations.events import InvitationAccepted, InvitationAskedAgain
from handschlag.platform.organisations.giving import NotYoursToGive
from handschlag.platform.organisations.inviting import BY, forget_guest, grant_of
from handschlag.platform.organisations.models import Invitation, Membership, Organisation
from handschlag.platform.organisations.queries import rights_of_staff, standing_as, standings_of
from handschlag.platform.organisations.rules import MANAGE_MEMBERS


class InvitationOver(Exception):
    """It was taken up, replaced or withdrawn, or whoever sent it may no longer give this."""


@action(holds_link)
def accept_invitation(by: Actor, *, invitation: Invitation, name: str) -> Outcome[Membership]:
    """Let the person `by` act for the organisation from now on.

    They are whoever signs in with the invited address; when nobody does, the guest, who signs in
    with it from now on as `name`. Raises InvitationOver, AlreadyMember, StaffInvited, and
    identity.actions.AddressTaken.
    """
    with acting(by, at_gate=True):
        membership = _locked(invitation)
        owner = person_signing_in(by, invitation.email)
        if by.person_id != (owner.pk if owner else membership.person_id):
            raise InvitationOver
        if owner:
            _hand_over(membership, owner)
        else:
            _let_in(membership.person, invitation.email, name)
        membership.state, membership.valid_from = Membership.State.ACTIVE, timezone.now()
        membership.save(update_fields=["state", "valid_from"])
        Invitation.objects.filter(membership=membership).delete()
    event = InvitationAccepted(person_id=membership.person_id)
    return Outcome(membership, event, subject_of(membership))


@action(holds_link)
def ask_again(by: Actor, *, invitation: Invitation) -> Outcome[None]:
    """Tell those who manage access that the guest would still like to come."""
    with acting(by, at_gate=True):
        Invitation.objects.filter(pk=invitation.pk).update(asked_again_at=timezone.now())
    event = InvitationAskedAgain(person_id=invitation.membership.person_id)
    return Outcome(None, event, subject_of(invitation.membership))


def is_still_given(membership: Membership) -> bool:
    """Whether whoever invited could do it today; what the house itself gave stays given."""
    giver = membership.granted_by
    if giver is None:
        return True
    if giver.kind == Person.Kind.STAFF:
        return MANAGE_MEMBERS in rights_of_staff(giver.pk)[0]
    by = _as_giver(giver, membership.organisation_id)
    if by is None or by.scope_of(MANAGE_MEMBERS) is None:
        return False
    try:
        giving.check(by, grant_of(membership))
    except NotYoursToGive:
        return False
    return True


def _locked(invitation: Invitation) -> Membership:
    """Of two who follow the link at once the second waits, and finds it over."""
    waiting = Membership.objects.select_for_update(of=("self",)).select_related(
        "person", "granted_by", "organisation"
    )
    membership = waiting.filter(
        pk=invitation.membership_id,
        state=Membership.State.INVITED,
        invitation__sent_at=invitation.sent_at,
    ).first()
    if membership is None or invitation.is_over or not is_still_given(membership):
        raise InvitationOver
    return membership


def _hand_over(membership: Membership, owner: Person) -> None:
    """To the person we know; what somebody typed about them is forgotten."""
    if owner.kind == Person.Kind.STAFF:
        raise StaffInvited
    others = Membership.objects.filter(Q(person=owner), organisation=membership.organisation_id)
    if others.exclude(state=Membership.State.REMOVED).exists():
        raise AlreadyMember
    guest, membership.person = membership.person, owner
    membership.save(update_fields=["person"])
    forget_guest(guest)


def _let_in(guest: Person, email: str, name: str) -> None:
    guest.name, guest.language = name, get_language() or guest.language
    guest.full_clean()
    guest.save(update_fields=["name", "language"])
    with acting(BY):
        create_login(BY, person=guest, email=email)


def _as_giver(giver: Person, organisation_id: int) -> Actor | None:
    by = Actor(kind=ActorKind.PERSON, person_id=giver.pk)
    for standing in standings_of(giver.pk, _one, organisation_id):
        return standing_as(by, standing)
    return None


def _one(organisation_id: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=organisation_id)
