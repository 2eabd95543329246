from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Shortcuts(Capability):
    name = "handschlag.platform.shortcuts"
    label = "shortcuts"
    verbose_name = _("Shortcuts")
