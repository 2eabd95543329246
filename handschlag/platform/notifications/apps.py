from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Notifications(Capability):
    name = "handschlag.platform.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
