from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event(
    "organisations.presets_installed", sentence=_("The roles that come with the house were set up")
)
class PresetsInstalled(Event):
    roles: int
    rights: int


@event("organisations.organisation_created", sentence=_("Customer %(number)s was created"))
class OrganisationCreated(Event):
    number: str
    organisation_kind: str


@event("organisations.site_created", sentence=_("Site %(number)s was created"))
class SiteCreated(Event):
    number: str


@event("organisations.member_added", sentence=_("A member was added"))
class MemberAdded(Event):
    person_id: int
    role_ids: list[int]
    scope: str


@event("organisations.membership_suspended", sentence=_("A member's access was suspended"))
class MembershipSuspended(Event):
    person_id: int


@event("organisations.membership_resumed", sentence=_("A member's access was restored"))
class MembershipResumed(Event):
    person_id: int


@event("organisations.membership_removed", sentence=_("A member was removed"))
class MembershipRemoved(Event):
    person_id: int


@event("organisations.default_chosen", sentence=_("Chose the organisation to begin with"))
class DefaultChosen(Event):
    organisation_id: int
