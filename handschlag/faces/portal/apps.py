from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Portal(Capability):
    name = "handschlag.faces.portal"
    label = "portal"
    verbose_name = _("Portal")
