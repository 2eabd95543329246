from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Identity(Capability):
    name = "handschlag.platform.identity"
    label = "identity"
    verbose_name = _("People and sign-in")
