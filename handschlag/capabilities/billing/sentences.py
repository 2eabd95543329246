"""Where an invoice stands, in one sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.capabilities.billing.models import Invoice, PaymentAllocation
from handschlag.capabilities.billing.rows import is_unpaid
from handschlag.core.moments import long_day, today
from handschlag.core.money import format_amount


def status_sentence(invoice: Invoice, allocations: Sequence[PaymentAllocation]) -> str:
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _credit(invoice)
    if not is_unpaid(invoice):
        return _paid(allocations)
    return _unpaid(invoice)


def _unpaid(invoice: Invoice) -> str:
    amount = format_amount(invoice.open_amount, invoice.currency)
    if invoice.due_date is None:
        return _("%(amount)s is still to be paid") % {"amount": amount}
    late = (today() - invoice.due_date).days
    names = {"amount": amount, "day": long_day(invoice.due_date), "count": late}
    if late > 0:
        return overdue_sentence(late) % names
    if late == 0:
        return _("%(amount)s is due today") % names
    return _("%(amount)s is due on %(day)s") % names


def overdue_sentence(days: int) -> str:
    return ngettext(
        "%(amount)s has been due for %(count)s day",
        "%(amount)s has been due for %(count)s days",
        days,
    )


def _paid(allocations: Sequence[PaymentAllocation]) -> str:
    if not allocations:
        return _("Paid")
    last = max(allocation.payment.received_date for allocation in allocations)
    return _("Paid on %(day)s") % {"day": long_day(last)}


def _credit(note: Invoice) -> str:
    names = {
        "amount": format_amount(note.payable_amount, note.currency),
        "left": format_amount(note.open_amount, note.currency),
    }
    if note.open_amount == note.payable_amount:
        return _("We owe you %(amount)s") % names
    if note.open_amount:
        return _("%(left)s of %(amount)s is left") % names
    return _("%(amount)s has been set off or paid out") % names
