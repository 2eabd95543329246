"""Invoices as rows of a table: every value formatted once, here."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.capabilities.billing.models import Invoice
from handschlag.core.exports import Value
from handschlag.core.moments import short_day, today
from handschlag.core.money import format_amount
from handschlag.core.ui.components import Badge, Cell, Column, Row, Table


def is_overdue(invoice: Invoice) -> bool:
    return is_unpaid(invoice) and invoice.due_date is not None and invoice.due_date < today()


def is_unpaid(invoice: Invoice) -> bool:
    return invoice.kind == Invoice.Kind.INVOICE and invoice.open_amount > 0


def state_badge(invoice: Invoice) -> Badge:
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return Badge(_("Credit note"), "info", "undo-2")
    if is_overdue(invoice):
        return Badge(_("Overdue"), "danger", "circle-alert")
    if is_unpaid(invoice):
        is_partly = invoice.open_amount < invoice.payable_amount
        return Badge(_("Partly paid") if is_partly else _("Open"), "warning", "clock")
    return Badge(_("Paid"), "success", "circle-check")


def _due(invoice: Invoice) -> Cell:
    """The day, and how near it is once it is there; nothing once paid."""
    if invoice.due_date is None or not is_unpaid(invoice):
        return Cell()
    return Cell(short_day(invoice.due_date), hint=_lateness((today() - invoice.due_date).days))


def _lateness(days: int) -> str:
    if days > 0:
        return ngettext("for %(count)s day", "for %(count)s days", days) % {"count": days}
    return _("today") if days == 0 else ""


def invoice_table(
    invoices: Iterable[Invoice], *, caption: str, with_site: bool, with_order: bool
) -> Table:
    columns = [
        Column(_("Number"), phone="title"),
        Column(_("Date")),
        Column(_("Due"), phone="labelled"),
        Column(_("Status"), phone="status"),
        Column(_("Amount (gross)"), kind="number", phone="amount"),
        Column(_("Open amount"), kind="number", phone="labelled"),
    ]
    if with_site:
        columns.insert(3, Column(_("Site"), phone="hidden"))
    rows = tuple(_row(invoice, with_site=with_site, with_order=with_order) for invoice in invoices)
    return Table(caption, tuple(columns), rows)


def _row(invoice: Invoice, *, with_site: bool, with_order: bool) -> Row:
    cells = [
        Cell(invoice.number, hint=_order(invoice) if with_order else ""),
        Cell(short_day(invoice.issue_date)),
        _due(invoice),
        Cell(badge=state_badge(invoice)),
        Cell(signed(invoice.payable_amount, invoice)),
        Cell(_open(invoice), is_repeated=invoice.open_amount in {0, invoice.payable_amount}),
    ]
    if with_site:
        cells.insert(3, Cell(invoice.site.name if invoice.site else ""))
    return Row(tuple(cells), invoice.get_absolute_url())


def _open(invoice: Invoice) -> str:
    if not invoice.open_amount:
        return "–"
    return signed(invoice.open_amount, invoice)


def signed(amount: Decimal, invoice: Invoice) -> str:
    """An amount of `invoice` for reading: of a credit note it is below 0."""
    return format_amount(as_booked(amount, invoice), invoice.currency)


def as_booked(figure: Decimal, invoice: Invoice) -> Decimal:
    """What a figure of the document does to the balance: that of a credit note lowers it.

    Nothing stays nothing: times -1 it would become -0, and be read with a minus.
    """
    return -figure if invoice.kind == Invoice.Kind.CREDIT_NOTE else figure


def _order(invoice: Invoice) -> str:
    return _("Order %(number)s") % {"number": invoice.order.number} if invoice.order else ""


def export_head() -> list[str]:
    return [
        _("Invoice number"),
        _("Kind"),
        _("Date"),
        _("Due"),
        _("Status"),
        _("Order number"),
        _("Your reference"),
        _("Site"),
        _("Net amount"),
        _("Tax"),
        _("Gross amount"),
        _("Amount payable"),
        _("Open amount"),
        _("Currency"),
    ]


def export_row(invoice: Invoice, *, with_order: bool) -> list[Value]:
    amounts = (
        invoice.net_amount,
        invoice.tax_amount,
        invoice.gross_amount,
        invoice.payable_amount,
        invoice.open_amount,
    )
    return [
        invoice.number,
        str(invoice.get_kind_display()),
        invoice.issue_date,
        invoice.due_date,
        str(state_badge(invoice).text),
        invoice.order.number if invoice.order and with_order else "",
        invoice.customer_reference,
        invoice.site.name if invoice.site else "",
        *(as_booked(amount, invoice) for amount in amounts),
        invoice.currency,
    ]
