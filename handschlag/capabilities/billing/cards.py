"""What billing shows on pages that are not its own: home, and the page of an order."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.capabilities.billing.balance import balance_sentences
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import (
    IS_OPEN,
    balances_of,
    ends_discount,
    invoices_for,
    is_overdue,
    sums_of,
)
from handschlag.capabilities.billing.rows import invoice_table
from handschlag.capabilities.billing.rules import may_read
from handschlag.capabilities.ordering.rules import may_read as may_read_orders
from handschlag.core.actor import Actor
from handschlag.core.moments import today
from handschlag.core.money import format_amount
from handschlag.core.prepared import fetched
from handschlag.core.slots import Todo

ON_HOME = 5
DISCOUNT_NOTICE = timedelta(days=14)


def latest_invoices(by: Actor) -> dict[str, Any] | None:
    """What is to be paid comes first, the newest at the top."""
    invoices = fetched(_open_first, by)
    if not invoices:
        return None
    return {
        "table": invoice_table(
            invoices,
            caption=_("Your invoices, open ones first"),
            with_site=False,
            with_order=may_read_orders.test(by),
        ),
        "balances": balance_sentences(balances_of(fetched(_sums, by, shape=today())))
        or [_("No open invoices.")],
    }


def invoices_to_pay(by: Actor) -> list[Todo]:
    """Those that are overdue, and those that cost less for a few days still."""
    if not may_read.test(by):
        return []
    day = today()
    urgent = is_overdue(day) | ends_discount(day, day + DISCOUNT_NOTICE)
    found = fetched(
        lambda by: invoices_for(by).filter(urgent).order_by("due_date", "id")[:ON_HOME],
        by,
        shape=day,
    )
    return [_todo(invoice, day) for invoice in found]


def _open_first(by: Actor) -> QuerySet[Invoice]:
    settled_last = Case(When(IS_OPEN, then=Value(0)), default=Value(1))
    found = invoices_for(by).select_related("order")
    return found.order_by(settled_last, "-issue_date", "-id")[:ON_HOME]


def _sums(by: Actor) -> QuerySet[Invoice, Any]:
    return sums_of(invoices_for(by), today())


def _todo(invoice: Invoice, day: date) -> Todo:
    due = invoice.due_date
    if due is not None and due < day:
        return _overdue(invoice, due, (day - due).days)
    return _discount(invoice, invoice.discount_date or day)


def _discount(invoice: Invoice, last: date) -> Todo:
    sentence = _("Invoice %(number)s: pay by %(day)s and save %(amount)s discount")
    names = {
        "number": invoice.number,
        "day": date_format(last, _("F j")),
        "amount": format_amount(invoice.discount_amount, invoice.currency),
    }
    return Todo(sentence % names, _("View invoice"), invoice.get_absolute_url(), last, "info")


def _overdue(invoice: Invoice, due: date, late: int) -> Todo:
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
    invoices = fetched(_of_order, by, order_id)
    if not invoices:
        return None
    caption = _("Invoices for this order")
    table = invoice_table(invoices, caption=caption, with_site=False, with_order=False)
    return {"table": table}


def _of_order(by: Actor, order_id: int) -> QuerySet[Invoice]:
    return invoices_for(by).filter(order_id=order_id).order_by("issue_date", "id")
