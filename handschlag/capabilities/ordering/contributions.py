from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.ordering.actions import forget_orderer
from handschlag.capabilities.ordering.cards import latest_orders
from handschlag.capabilities.ordering.demo.fill import fill, sample
from handschlag.capabilities.ordering.desk import find_orders, open_orders
from handschlag.capabilities.ordering.listings import LISTING
from handschlag.capabilities.ordering.news import NEWS
from handschlag.capabilities.ordering.personal_data import held_on
from handschlag.capabilities.ordering.previews import PREVIEWS
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.capabilities.ordering.rules import READ, may_read
from handschlag.core.actor import Scope
from handschlag.core.rules import uses
from handschlag.core.slots import Card, DeskSource, MenuItem
from handschlag.platform.organisations.rights import Preset, Right

_has_use = may_read & uses("ordering")

subjects = {"ordering.order": orders_for}
menu = [MenuItem(_("Orders"), "ordering:list", "package", _has_use, 20, LISTING)]
cards = [Card("ordering/card.html", latest_orders, may_read, 20)]
rights = [Right(READ, _("See orders"), Scope.SUBTREE, frozenset(Preset))]
desk_sources = [DeskSource(_("Orders"), "package", may_read, 30, find_orders)]
desk_panels = [Card("ordering/desk_panel.html", open_orders, may_read, 20)]
topics = NEWS
forgetting = forget_orderer
personal_data = held_on
previews = PREVIEWS

demo = fill
samples = sample
