from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Portals(Capability):
    name = "handschlag.platform.portals"
    label = "portals"
    verbose_name = _("Portals")
