"""What billing shows on pages that are not its own: home, and the page of an order."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.capabilities.billing.balance import balance_sentences
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import balances_of, invoices_for, is_overdue
from handschlag.capabilities.billing.rows import invoice_table
from handschlag.capabilities.billing.rules import may_read
from handschlag.core.actor import Actor
from handschlag.core.moments import today
from handschlag.core.money import format_amount
from handschlag.core.slots import Todo

ON_HOME = 5


def latest_invoices(by: Actor) -> dict[str, Any] | None:
    newest = invoices_for(by).select_related("order").order_by("-issue_date", "-id")
    invoices = list(newest[:ON_HOME])
    if not invoices:
        return None
    return {
        "table": invoice_table(invoices, with_site=False),
        "balances": balance_sentences(balances_of(invoices_for(by), today()))
        or [_("No open invoices.")],
    }


def overdue_invoices(by: Actor) -> list[Todo]:
    if not may_read.test(by):
        return []
    overdue = invoices_for(by).filter(is_overdue(today())).order_by("due_date", "id")
    return [_todo(invoice, invoice.due_date) for invoice in overdue[:ON_HOME] if invoice.due_date]


def _todo(invoice: Invoice, due: date) -> Todo:
    late = (today() - due).days
    sentence = ngettext(
        "Invoice %(number)s has been due for %(count)s day: %(amount)s",
        "Invoice %(number)s has been due for %(count)s days: %(amount)s",
        late,
    )
    names = {
        "number": invoice.number,
        "count": late,
        "amount": format_amount(invoice.open_amount, invoice.currency),
    }
    return Todo(sentence % names, _("View invoice"), invoice.get_absolute_url(), due, "danger")


def invoices_of_order(by: Actor, order_id: int) -> dict[str, Any] | None:
    """The panel on an order's page."""
    found = invoices_for(by).filter(order_id=order_id).order_by("issue_date", "id")
    invoices = list(found)
    if not invoices:
        return None
    return {"table": invoice_table(invoices, with_site=False, with_order=False)}
