from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.billing.cards import (
    invoices_of_order,
    invoices_to_pay,
    latest_invoices,
)
from handschlag.capabilities.billing.demo.fill import fill
from handschlag.capabilities.billing.desk import find_invoices, open_invoices
from handschlag.capabilities.billing.listings import LISTING
from handschlag.capabilities.billing.news import NEWS
from handschlag.capabilities.billing.previews import PREVIEWS
from handschlag.capabilities.billing.queries import invoices_for, orders_by_invoice
from handschlag.capabilities.billing.rules import READ, may_read
from handschlag.capabilities.ordering.models import Order
from handschlag.core.actor import Scope
from handschlag.core.finding import Finder
from handschlag.core.rules import uses
from handschlag.core.slots import Card, DeskSource, MenuItem, Panel
from handschlag.platform.organisations.rights import Preset, Right

_has_use = may_read & uses("billing")
_readers = frozenset({Preset.READER, Preset.APPROVER, Preset.ACCOUNTANT, Preset.ADMINISTRATOR})

subjects = {"billing.invoice": invoices_for}
menu = [MenuItem(_("Invoices"), "billing:list", "receipt-euro", _has_use, 30, LISTING)]
cards = [Card("billing/card.html", latest_invoices, may_read, 30)]
panels = [Panel(Order._meta.label_lower, "billing/panel.html", invoices_of_order, may_read, 20)]
finders = [Finder(Order._meta.label_lower, may_read, orders_by_invoice)]
rights = [Right(READ, _("See invoices"), Scope.SUBTREE, _readers)]
desk_sources = [DeskSource(_("Invoices"), "receipt-euro", may_read, 40, find_invoices)]
desk_panels = [Card("billing/desk_panel.html", open_invoices, may_read, 30)]
todos = invoices_to_pay
topics = NEWS
previews = PREVIEWS

demo = fill
samples = fill
