from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Studio(Capability):
    name = "handschlag.faces.studio"
    label = "studio"
    verbose_name = _("Studio")
