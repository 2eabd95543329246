from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Organisations(Capability):
    name = "handschlag.platform.organisations"
    label = "organisations"
    verbose_name = _("Organisations")
