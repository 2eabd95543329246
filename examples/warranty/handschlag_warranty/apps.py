from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Warranties(Capability):
    name = "handschlag_warranty"
    label = "warranty"
    verbose_name = _("Warranties")
    icon = "circle-check"
    purposes = frozenset({"customer"})
    switchable = True
