"""What customers are told about their invoices."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.capabilities.billing.events import (
    DocumentAttached,
    InvoiceChanged,
    InvoiceRecorded,
)
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import invoices_for
from handschlag.capabilities.billing.rules import may_read
from handschlag.core.moments import long_day
from handschlag.core.money import format_amount
from handschlag.core.topics import Channel, Topic, Words

InvoiceEvent = InvoiceRecorded | InvoiceChanged


def _is_invoice(event: InvoiceRecorded, before: InvoiceRecorded | None) -> bool:
    return event.document == Invoice.Kind.INVOICE


def _is_credit_note(event: InvoiceRecorded, before: InvoiceRecorded | None) -> bool:
    return event.document == Invoice.Kind.CREDIT_NOTE


def _is_paid(event: InvoiceEvent, before: InvoiceEvent | None) -> bool:
    """Settled now, and open before."""
    if before is None or event.document != Invoice.Kind.INVOICE:
        return False
    return Decimal(event.open_amount) <= 0 < Decimal(before.open_amount)


def _issued(event: InvoiceRecorded, invoice: Invoice) -> Words:
    title = _("New invoice %(number)s") % {"number": event.number}
    return Words(title, _to_pay(event, invoice), invoice.get_absolute_url())


def _credited(event: InvoiceRecorded, invoice: Invoice) -> Words:
    title = _("Credit note %(number)s") % {"number": event.number}
    sentence = _("You have been credited %(amount)s.") % {"amount": _amount(event)}
    return Words(title, sentence, invoice.get_absolute_url())


def _paid(event: InvoiceEvent, invoice: Invoice) -> Words:
    title = _("Invoice %(number)s is paid") % {"number": event.number}
    sentence = _("The amount of %(amount)s is settled.") % {"amount": _amount(event)}
    return Words(title, sentence, invoice.get_absolute_url())


def _attached(event: DocumentAttached, invoice: Invoice) -> Words:
    title = _("Document of invoice %(number)s") % {"number": event.number}
    return Words(title, _("You can download it now."), invoice.get_absolute_url())


def _to_pay(event: InvoiceRecorded, invoice: Invoice) -> str:
    still_open = Decimal(event.open_amount)
    if invoice.due_date is None or still_open <= 0:
        return _("The invoice is over %(amount)s.") % {"amount": _amount(event)}
    amount, day = format_amount(still_open, event.currency), long_day(invoice.due_date)
    return _("Please pay %(amount)s by %(day)s.") % {"amount": amount, "day": day}


def _amount(event: InvoiceEvent) -> str:
    return format_amount(Decimal(event.payable_amount), event.currency)


NEWS = [
    Topic(
        "billing.invoice_issued",
        gettext_lazy("New invoices"),
        (InvoiceRecorded,),
        may_read,
        invoices_for,
        _issued,
        is_news=_is_invoice,
        channel=Channel.AT_ONCE,
    ),
    Topic(
        "billing.credited",
        gettext_lazy("Credit notes"),
        (InvoiceRecorded,),
        may_read,
        invoices_for,
        _credited,
        is_news=_is_credit_note,
        channel=Channel.DAILY,
    ),
    Topic(
        "billing.paid",
        gettext_lazy("Invoices paid"),
        (InvoiceRecorded, InvoiceChanged),
        may_read,
        invoices_for,
        _paid,
        is_news=_is_paid,
    ),
    Topic(
        "billing.document",
        gettext_lazy("Documents of invoices"),
        (DocumentAttached,),
        may_read,
        invoices_for,
        _attached,
    ),
]
