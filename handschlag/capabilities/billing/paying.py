"""How to pay an invoice: what goes into a bank transfer, and what paying early saves."""

from django.utils.translation import gettext as _

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.rows import is_unpaid
from handschlag.core.moments import long_day, today
from handschlag.core.money import format_amount
from handschlag.core.ui.components import Fact

NO_BREAK = "\u00a0"
GROUP = 4


def transfer(invoice: Invoice) -> tuple[Fact, ...]:
    """Empty where nothing is to be paid, or where the invoice names no account."""
    iban = invoice.seller.get("iban", "")
    if not (iban and is_unpaid(invoice)):
        return ()
    listed = (
        (_("Recipient"), invoice.seller.get("name", "")),
        (_("IBAN"), grouped_iban(iban)),
        (_("BIC"), invoice.seller.get("bic", "")),
        (_("Amount to pay"), format_amount(invoice.open_amount, invoice.currency)),
        (_("Amount until %(day)s") % {"day": _discount_day(invoice)}, _discounted(invoice)),
        (_("Reference"), invoice.number),
    )
    return tuple(Fact(label, (value,)) for label, value in listed if value)


def grouped_iban(iban: str) -> str:
    """In fours, as it is typed into a form, and on one line."""
    plain = "".join(iban.split())
    return NO_BREAK.join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


def has_discount(invoice: Invoice) -> bool:
    """Whether paying now costs less."""
    day = invoice.discount_date
    return bool(is_unpaid(invoice) and invoice.discount_amount and day and day >= today())


def discount_sentence(invoice: Invoice) -> str:
    """What paying early saves; empty once the day is over or the invoice paid."""
    if not has_discount(invoice):
        return ""
    return _("Pay by %(day)s and deduct %(amount)s: then %(rest)s settles the invoice.") % {
        "day": _discount_day(invoice),
        "amount": format_amount(invoice.discount_amount, invoice.currency),
        "rest": _discounted(invoice),
    }


def _discount_day(invoice: Invoice) -> str:
    return long_day(invoice.discount_date)


def _discounted(invoice: Invoice) -> str:
    if not has_discount(invoice):
        return ""
    return format_amount(invoice.open_amount - invoice.discount_amount, invoice.currency)
