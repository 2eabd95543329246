from django.utils.translation import gettext_lazy as _

from handschlag.core.actor import Scope
from handschlag.platform.organisations.rights import Right
from handschlag.platform.portals.demo.fill import fill
from handschlag.platform.portals.letters import logo_of
from handschlag.platform.portals.rules import BRAND

rights = [
    Right(
        BRAND,
        _("Change what a portal shows"),
        Scope.SUBTREE,
        frozenset(),
        customer_assignable=False,
    )
]
mail_pictures = {"logo": logo_of}
demo = fill
