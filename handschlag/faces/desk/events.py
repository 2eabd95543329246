from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event("desk.organisation_opened", sentence=_("Looked up customer %(number)s at the desk"))
class OrganisationOpened(Event):
    number: str
