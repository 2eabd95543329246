from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Files(Capability):
    name = "handschlag.connectors.files"
    label = "connector_files"
    verbose_name = _("Files")
