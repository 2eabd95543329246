from django.utils.translation import gettext_lazy as _

from handschlag.core.capability import Capability


class Billing(Capability):
    name = "handschlag.capabilities.billing"
    label = "billing"
    verbose_name = _("Invoices")
    icon = "receipt-euro"
    purposes = frozenset({"customer"})
    switchable = True
