from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.ordering.models import Order
from handschlag.core.actor import Scope
from handschlag.core.finding import Finder
from handschlag.core.slots import Card, MenuItem, Panel
from handschlag.platform.organisations.rights import Preset, Right
from handschlag_warranty.personal_data import held_on
from handschlag_warranty.queries import orders_by_warranty, warranties_for
from handschlag_warranty.rules import REGISTER, may_register
from handschlag_warranty.shown import ending_first, of_order, registering

ORDER = Order._meta.label_lower

menu = [MenuItem(_("Warranties"), "warranty:list", "circle-check", may_register, 60)]
cards = [Card("warranty/card.html", ending_first, may_register, 60)]
panels = [Panel(ORDER, "warranty/panel.html", of_order, may_register, 60)]
subject_actions = [Panel(ORDER, "warranty/button.html", registering, may_register, 60)]
finders = [Finder(ORDER, may_register, orders_by_warranty)]
personal_data = held_on
subjects = {"warranty.warranty": warranties_for}
rights = [
    Right(
        REGISTER,
        _("Register warranties"),
        Scope.SUBTREE,
        frozenset({Preset.BUYER, Preset.APPROVER, Preset.ADMINISTRATOR}),
    )
]
