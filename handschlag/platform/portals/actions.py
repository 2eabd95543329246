from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rules import runs_the_portal
from handschlag.platform.portals.events import OrganisationAdmitted, PortalOpened
from handschlag.platform.portals.models import Portal, PortalOrganisation


@action(runs_the_portal)
def open_portal(by: Actor, *, portal: Portal) -> Outcome[Portal]:
    """Keep a new `portal`; it answers at its host from the next request on."""
    portal.full_clean()
    portal.save(force_insert=True)
    return Outcome(
        portal, PortalOpened(host=portal.host, purpose=portal.purpose), subject_of(portal)
    )


@action(runs_the_portal)
def admit_organisation(
    by: Actor, *, portal: Portal, organisation: Organisation
) -> Outcome[PortalOrganisation]:
    """Let members of `organisation` enter `portal`; again changes nothing."""
    admission, _ = PortalOrganisation.objects.get_or_create(
        portal=portal, organisation=organisation
    )
    event = OrganisationAdmitted(host=portal.host, organisation_id=organisation.pk)
    return Outcome(admission, event, subject_of(organisation))
