from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event
from handschlag.core.live.calls import ABOUT_RIGHTS

RIGHTS = frozenset({ABOUT_RIGHTS})


@event(
    "organisations.presets_installed", sentence=_("The roles that come with the house were set up")
)
class PresetsInstalled(Event):
    roles: int
    rights: int


@event(
    "organisations.role_factor_required",
    sentence=_("Whether a role takes a second step was set (%(is_required)s)"),
    traits=RIGHTS,
)
class RoleFactorRequired(Event):
    role_id: int
    is_required: bool


@event("organisations.organisation_created", sentence=_("Customer %(number)s was created"))
class OrganisationCreated(Event):
    number: str
    organisation_kind: str


@event("organisations.organisation_changed", sentence=_("Customer %(number)s was changed"))
class OrganisationChanged(Event):
    number: str
    organisation_kind: str


@event(
    "organisations.organisations_taken_in",
    sentence=_("Customers were taken in: %(created)s new, %(changed)s changed"),
)
class OrganisationsTakenIn(Event):
    created: int
    changed: int


@event("organisations.site_created", sentence=_("Site %(number)s was created"))
class SiteCreated(Event):
    number: str


@event("organisations.use_noted", sentence=_("%(organisations)s customers began to use a room"))
class UseNoted(Event):
    room: str
    organisations: int


@event("organisations.member_added", sentence=_("A member was added"), traits=RIGHTS)
class MemberAdded(Event):
    person_id: int
    role_ids: list[int]
    scope: str


@event("organisations.member_invited", sentence=_("Somebody was invited"))
class MemberInvited(Event):
    person_id: int
    role_ids: list[int]
    scope: str


@event("organisations.invitation_renewed", sentence=_("An invitation was sent again"))
class InvitationRenewed(Event):
    person_id: int


@event("organisations.invitation_withdrawn", sentence=_("An invitation was withdrawn"))
class InvitationWithdrawn(Event):
    person_id: int


@event(
    "organisations.invitation_asked_again",
    sentence=_("Somebody asked for a new invitation, since theirs had expired"),
)
class InvitationAskedAgain(Event):
    person_id: int


@event("organisations.invitation_accepted", sentence=_("An invitation was accepted"), traits=RIGHTS)
class InvitationAccepted(Event):
    person_id: int


@event(
    "organisations.access_changed",
    sentence=_("What a member may do was changed"),
    traits=RIGHTS,
)
class AccessChanged(Event):
    person_id: int
    role_ids: list[int]
    scope: str
    site_ids: list[int]


@event(
    "organisations.membership_suspended",
    sentence=_("A member's access was suspended"),
    traits=RIGHTS,
)
class MembershipSuspended(Event):
    person_id: int


@event(
    "organisations.membership_resumed", sentence=_("A member's access was restored"), traits=RIGHTS
)
class MembershipResumed(Event):
    person_id: int


@event("organisations.membership_removed", sentence=_("A member was removed"), traits=RIGHTS)
class MembershipRemoved(Event):
    person_id: int


@event(
    "organisations.staff_role_given",
    sentence=_("Became a member of staff with a role at the desk"),
    traits=RIGHTS,
)
class StaffRoleGiven(Event):
    role_id: int


@event("organisations.default_chosen", sentence=_("Chose the organisation to begin with"))
class DefaultChosen(Event):
    organisation_id: int


@event("organisations.contact_appointed", sentence=_("Contact person appointed"))
class ContactAppointed(Event):
    person_id: int
    organisations: int
