from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.core.rules import is_member
from handschlag.core.slots import MenuItem, Preview

menu = [MenuItem(_("Overview"), "portal:home", "house", is_member, rank=10)]
previews = [Preview("home", _("Overview"), 10, lambda _: reverse("portal:home"))]
