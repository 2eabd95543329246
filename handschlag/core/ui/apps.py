from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Ui(Capability):
    name = "handschlag.core.ui"
    label = "ui"
    verbose_name = _("Components")
