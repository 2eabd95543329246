from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event

INVOICE_BODY = (
    "jsonb_build_object('number', number, 'document', kind,"
    " 'payable_amount', payable_amount::text, 'open_amount', open_amount::text,"
    " 'currency', currency)"
)
POSTING_BODY = "jsonb_build_object('number', number, 'amount', amount::text, 'currency', currency)"


@event("billing.invoice_recorded", sentence=_("Document %(number)s was issued"))
class InvoiceRecorded(Event):
    number: str
    document: str
    payable_amount: str
    open_amount: str
    currency: str


@event("billing.invoice_changed", sentence=_("Document %(number)s was changed"))
class InvoiceChanged(Event):
    number: str
    document: str
    payable_amount: str
    open_amount: str
    currency: str


@event(
    "billing.document_attached",
    sentence=_("The document of invoice %(number)s was added"),
)
class DocumentAttached(Event):
    number: str
    file_id: int


@event("billing.payment_recorded", sentence=_("Payment %(number)s was received"))
class PaymentRecorded(Event):
    number: str
    amount: str
    currency: str


@event("billing.payment_changed", sentence=_("Payment %(number)s was changed"))
class PaymentChanged(Event):
    number: str
    amount: str
    currency: str


@event("billing.booking_recorded", sentence=_("Booking %(number)s was posted"))
class BookingRecorded(Event):
    number: str
    amount: str
    currency: str


@event("billing.booking_changed", sentence=_("Booking %(number)s was changed"))
class BookingChanged(Event):
    number: str
    amount: str
    currency: str


@event(
    "billing.invoices_taken_in",
    sentence=_("Invoices were taken in: %(created)s new, %(changed)s changed"),
)
class InvoicesTakenIn(Event):
    created: int
    changed: int


@event(
    "billing.payments_taken_in",
    sentence=_("Payments were taken in: %(created)s new, %(changed)s changed"),
)
class PaymentsTakenIn(Event):
    created: int
    changed: int


@event(
    "billing.bookings_taken_in",
    sentence=_("Bookings were taken in: %(created)s new, %(changed)s changed"),
)
class BookingsTakenIn(Event):
    created: int
    changed: int
