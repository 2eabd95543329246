from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event

ORDER_BODY = (
    "jsonb_build_object('number', number, 'progress', progress,"
    " 'gross_amount', gross_amount::text, 'currency', currency)"
)


@event("ordering.order_recorded", sentence=_("Order %(number)s was received"))
class OrderRecorded(Event):
    number: str
    progress: str
    gross_amount: str
    currency: str


@event("ordering.order_changed", sentence=_("Order %(number)s was changed"))
class OrderChanged(Event):
    number: str
    progress: str
    gross_amount: str
    currency: str


@event("ordering.order_invoiced", sentence=_("Lines of order %(number)s were invoiced"))
class OrderInvoiced(Event):
    number: str
    progress: str
    gross_amount: str
    currency: str


@event(
    "ordering.orders_taken_in",
    sentence=_("Orders were taken in: %(created)s new, %(changed)s changed"),
)
class OrdersTakenIn(Event):
    created: int
    changed: int


@event(
    "ordering.lines_invoiced",
    sentence=_("Invoices were matched with %(lines)s order lines"),
)
class LinesInvoiced(Event):
    lines: int
