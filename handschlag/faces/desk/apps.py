from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Desk(Capability):
    name = "handschlag.faces.desk"
    label = "desk"
    verbose_name = _("Desk")
