from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.journal import Subject, subject_of
from handschlag.core.rules import is_system
from handschlag.core.upserts import Rows, fetched
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rules import runs_the_portal
from handschlag.platform.portals.events import (
    OrganisationAdmitted,
    OrganisationsAdmitted,
    PortalOpened,
)
from handschlag.platform.portals.models import Portal, PortalOrganisation

ADMIT = """
insert into portals_portalorganisation (portal_id, organisation_id)
select %s, organisation_id from ({}) as given
on conflict do nothing returning organisation_id
"""


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


@bulk_action(is_system)
def admit_organisations(
    by: Actor, *, portal: Portal, organisations: Rows, run: Subject
) -> BulkOutcome[int]:
    """As `admit_organisation` for each organisation_id of a set; returns how many are new."""
    parameters = [portal.pk, *organisations.parameters]
    admitted = fetched(Rows(ADMIT.format(organisations.select), parameters))
    entries = EntrySet(
        OrganisationAdmitted,
        Organisation._meta.label_lower,
        "select id, id, now(), jsonb_build_object('host', %s::text, 'organisation_id', id)"
        " from organisations_organisation where id = any(%s)",
        [portal.host, [organisation for (organisation,) in admitted]],
    )
    event = OrganisationsAdmitted(host=portal.host, admitted=len(admitted))
    return BulkOutcome(len(admitted), event, run, entries=(entries,), quiet=True)
