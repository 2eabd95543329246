"""What billing shows at the desk: invoices by their number, and what a customer has to pay."""

from typing import Any

from django.utils.translation import gettext as _

from handschlag.capabilities.billing.balance import balance_sentences
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import (
    IS_OPEN,
    balances_of,
    invoices_everywhere,
    invoices_for,
    sums_of,
)
from handschlag.capabilities.billing.rows import invoice_table, signed
from handschlag.core.actor import Actor
from handschlag.core.finding import numbered
from handschlag.core.moments import short_day, today
from handschlag.core.slots import Hit

MOST_SHOWN = 10


def find_invoices(by: Actor, text: str) -> list[Hit]:
    found = numbered(invoices_everywhere(by).select_related("organisation"), text)
    return [_hit(invoice, is_exact=is_exact) for invoice, is_exact in found]


def _hit(invoice: Invoice, *, is_exact: bool) -> Hit:
    customer = invoice.organisation
    amount = signed(invoice.payable_amount, invoice)
    hint = f"{customer.name} · {short_day(invoice.issue_date)} · {amount}"
    return Hit(invoice.number, hint, customer.public_id, is_exact)


def open_invoices(by: Actor) -> dict[str, Any]:
    """What the organisation that `by` looks at has to pay, the earliest due first."""
    earliest = invoices_for(by).filter(IS_OPEN).order_by("due_date", "id")[:MOST_SHOWN]
    caption = _("Open invoices, the earliest due first")
    table = invoice_table(earliest, caption=caption, with_site=False, with_order=False)
    return {
        "table": table.without_links(),
        "balances": balance_sentences(balances_of(sums_of(invoices_for(by), today()))),
    }
