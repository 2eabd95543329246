from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Core(Capability):
    name = "handschlag.core"
    label = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from handschlag.core import checks  # noqa: F401  registers the start checks
