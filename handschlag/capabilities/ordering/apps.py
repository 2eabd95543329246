from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Ordering(Capability):
    name = "handschlag.capabilities.ordering"
    label = "ordering"
    verbose_name = _("Orders")
    icon = "package"
    purposes = frozenset({"customer"})
    switchable = True
