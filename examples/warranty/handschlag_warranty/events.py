from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event("warranty.registered", sentence=_("A warranty until %(ends_on)s was registered"))
class WarrantyRegistered(Event):
    ends_on: str
