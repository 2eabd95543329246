from django.utils.translation import gettext_lazy as _

from handschlag.core.rules import is_member
from handschlag.core.slots import MenuItem

menu = [MenuItem(_("Overview"), "portal:home", "house", is_member, rank=10)]
