"""Pages of this room that the studio shows in a look before it is saved."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.billing.queries import IS_OPEN, invoices_for
from handschlag.core.actor import Actor
from handschlag.core.slots import Preview


def open_invoice(by: Actor) -> str:
    return invoices_for(by).filter(IS_OPEN).latest("issue_date").get_absolute_url()


PREVIEWS = [
    Preview("invoices", _("Invoices"), 30, lambda _: reverse("billing:list")),
    Preview("invoice", _("An invoice"), 31, open_invoice),
]
