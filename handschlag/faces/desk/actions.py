from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag.faces.desk.events import OrganisationOpened
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rules import looks_up


@action(looks_up)
def open_organisation(by: Actor, *, organisation: Organisation) -> Outcome[None]:
    """Note who has looked at whose data: the one thing that is recorded although nothing changes.

    The entry is about the organisation and belongs to the house, not to the organisation.
    """
    return Outcome(None, OrganisationOpened(number=organisation.number), subject_of(organisation))
