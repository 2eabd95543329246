from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.core.journal import Event, Subject, subject_of
from handschlag.core.rules import is_member, is_system
from handschlag.core.upserts import Rows, TakenIn
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations import giving, presets, recording
from handschlag.platform.organisations.events import (
    ContactAppointed,
    DefaultChosen,
    MemberAdded,
    MembershipRemoved,
    MembershipResumed,
    MembershipSuspended,
    OrganisationChanged,
    OrganisationCreated,
    OrganisationsTakenIn,
    PresetsInstalled,
    RoleFactorRequired,
    SiteCreated,
    StaffRoleGiven,
    UseNoted,
)
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.granting import write_membership
from handschlag.platform.organisations.models import (
    Membership,
    Organisation,
    Role,
    Site,
)
from handschlag.platform.organisations.queries import has_administrator, membership_for
from handschlag.platform.organisations.rules import may_manage_members, runs_the_portal

State = Membership.State
STATES_BEFORE: dict[str, set[str]] = {
    State.SUSPENDED: {State.ACTIVE},
    State.ACTIVE: {State.SUSPENDED},
    State.REMOVED: {State.ACTIVE, State.SUSPENDED, State.INVITED},
}


class AlreadyMember(ValidationError):
    """The person acts for the organisation already, or has been shut out for a while."""

    def __init__(self) -> None:
        super().__init__(_("This person is a member of this organisation already."))


class StaffInvited(ValidationError):
    """Staff come in by the desk, never as a customer."""

    def __init__(self) -> None:
        super().__init__(_("A member of staff signs in with this e-mail address."))


class NotStaff(Exception):
    """The person is a customer, who acts for organisations as their member."""


class LastAdministrator(Exception):
    """Nobody would be left to manage the organisation's members."""


@bulk_action(runs_the_portal)
def install_preset_roles(by: Actor) -> BulkOutcome[None]:
    """Set up the roles that come with the house; again changes nothing."""
    roles, rights = presets.install()
    run = PresetsInstalled(roles=roles, rights=rights) if roles or rights else None
    return BulkOutcome(None, run, Subject("organisations.role", 0))


@action(is_system)
def give_staff_role(by: Actor, *, person: Person, role: Role) -> Outcome[None]:
    """Let a member of staff do at the desk what `role` holds, for all organisations.

    Raises NotStaff for a customer: nobody is both.
    """
    if person.kind != Person.Kind.STAFF:
        raise NotStaff
    role.staff.add(person)
    return Outcome(None, StaffRoleGiven(role_id=role.pk), subject_of(person))


@action(is_system)
def require_factor(by: Actor, *, role: Role, is_required: bool) -> Outcome[Role]:
    """Let those who hold `role` act only after a second step, from their next request on."""
    role.requires_factor = is_required
    role.save(update_fields=["requires_factor"])
    event = RoleFactorRequired(role_id=role.pk, is_required=is_required)
    return Outcome(role, event, Subject("organisations.role", role.pk))


@action(runs_the_portal)
def create_organisation(by: Actor, *, organisation: Organisation) -> Outcome[Organisation]:
    """Keep a new `organisation` below its parent, if it has one."""
    organisation.save(force_insert=True)
    above = organisation.parent.lineage if organisation.parent else []
    organisation.lineage = [*above, organisation.pk]
    organisation.save(update_fields=["lineage"])
    event = OrganisationCreated(number=organisation.number, organisation_kind=organisation.kind)
    return Outcome(organisation, event, subject_of(organisation))


@bulk_action(is_system)
def record_organisations(by: Actor, *, rows: Rows, run: Subject) -> BulkOutcome[TakenIn]:
    """Take in customers as another system has them. Quiet: nobody is told.

    The columns of `rows` are those of `recording.OrganisationRow`; `run` is what the entry of
    the whole call is about. The same rows again change nothing.
    """
    written = recording.write(rows)
    taken_in = written.counts
    is_different = written.created or written.changed
    entry = OrganisationsTakenIn(created=taken_in.created, changed=taken_in.changed)
    return BulkOutcome(
        taken_in,
        entry if is_different else None,
        run,
        entries=(
            _entries(OrganisationCreated, written.created),
            _entries(OrganisationChanged, written.changed),
        ),
        quiet=True,
    )


@bulk_action(is_system)
def note_use(by: Actor, *, room: str, organisations: Rows, run: Subject) -> BulkOutcome[None]:
    """Let the menu entry of `room` appear for each organisation_id of a set."""
    changed = recording.note_use(room, organisations)
    entry = UseNoted(room=room, organisations=changed) if changed else None
    return BulkOutcome(None, entry, run, quiet=True)


@action(runs_the_portal)
def create_site(by: Actor, *, site: Site) -> Outcome[Site]:
    site.save(force_insert=True)
    return Outcome(site, SiteCreated(number=site.number), subject_of(site))


@action(may_manage_members)
def add_member(by: Actor, *, grant: Grant) -> Outcome[Membership]:
    """Let a person act for an organisation.

    Nobody gives what they do not have: raises giving.NotYoursToGive for a right, a reach or
    an organisation beyond the giver's own. Raises AlreadyMember.
    """
    giving.check(by, grant)
    with acting(by, at_gate=True):
        known = Membership.objects.exclude(state=State.REMOVED)
        if known.filter(person=grant.person, organisation=grant.organisation).exists():
            raise AlreadyMember
        membership = write_membership(by, grant, State.ACTIVE)
    event = MemberAdded(
        person_id=grant.person.pk, role_ids=[r.pk for r in grant.roles], scope=grant.scope
    )
    return Outcome(membership, event, subject_of(membership))


@action(may_manage_members)
def suspend_membership(by: Actor, *, membership_id: int) -> Outcome[Membership]:
    """Shut the member out from the next request on.

    Raises LastAdministrator, and Membership.DoesNotExist for one who is not active.
    """
    return _change_state(by, membership_id, State.SUSPENDED, MembershipSuspended)


@action(may_manage_members)
def resume_membership(by: Actor, *, membership_id: int) -> Outcome[Membership]:
    """Let a suspended member act again. Raises Membership.DoesNotExist for any other."""
    return _change_state(by, membership_id, State.ACTIVE, MembershipResumed)


@action(may_manage_members)
def remove_membership(by: Actor, *, membership_id: int) -> Outcome[Membership]:
    """End the membership for good; the row stays as history. Raises LastAdministrator."""
    return _change_state(by, membership_id, State.REMOVED, MembershipRemoved)


def end_memberships(by: Actor, person_id: int) -> None:
    """Of a person who is erased. Raises LastAdministrator where nobody else would be left."""
    alive = Membership.objects.filter(person_id=person_id).exclude(state=State.REMOVED)
    for number in alive.values_list("pk", flat=True):
        remove_membership(by, membership_id=number)
    Organisation.objects.filter(contact_person_id=person_id).update(contact_person=None)


@bulk_action(runs_the_portal)
def appoint_contact_person(
    by: Actor, *, person: Person, organisations: list[int], run: Subject
) -> BulkOutcome[int]:
    """Let `person`, a member of staff shown as a contact, answer for these organisations."""
    changed = Organisation.objects.filter(pk__in=organisations).update(contact_person=person)
    event = ContactAppointed(person_id=person.pk, organisations=changed)
    return BulkOutcome(changed, event, run, quiet=True)


@action(is_member)
def make_default(by: Actor, *, membership_id: int) -> Outcome[None]:
    """Begin with this membership's organisation after every sign-in."""
    with acting(by, at_gate=True):
        of_person = Membership.objects.filter(Q(person_id=by.person_id))
        # Two tabs at once must not make two beginnings.
        list(of_person.select_for_update().order_by("pk"))
        membership = of_person.get(pk=membership_id)
        of_person.exclude(pk=membership_id).filter(is_default=True).update(is_default=False)
        of_person.filter(pk=membership_id).update(is_default=True)
    event = DefaultChosen(organisation_id=membership.organisation_id)
    return Outcome(None, event, subject_of(membership))


def _entries(kind: type[Event], organisations: list[int]) -> EntrySet:
    return EntrySet(
        kind,
        "organisations.organisation",
        "select id, id, now(), jsonb_build_object('number', number, 'organisation_kind', kind)"
        " from organisations_organisation where id = any(%s)",
        [organisations],
    )


def _change_state(
    by: Actor, membership_id: int, state: str, entry: Callable[..., Event]
) -> Outcome[Membership]:
    """Under a lock on the organisation, so that two administrators cannot remove each other."""
    with acting(by, at_gate=True):
        membership = membership_for(by, membership_id)
        Organisation.objects.select_for_update().get(pk=membership.organisation_id)
        membership.refresh_from_db(fields=["state"])
        if membership.state not in STATES_BEFORE[state]:
            raise Membership.DoesNotExist
        had = has_administrator(membership.organisation_id)
        membership.state = state
        membership.save(update_fields=["state"])
        if had and not has_administrator(membership.organisation_id):
            raise LastAdministrator(membership.organisation_id)
    return Outcome(membership, entry(person_id=membership.person_id), subject_of(membership))
