"""One invoice as its page shows it: readable without its PDF, in the order of a paper invoice."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from handschlag.capabilities.billing.models import (
    Invoice,
    InvoiceLine,
    PaymentAllocation,
    TaxBreakdown,
)
from handschlag.capabilities.billing.paying import NO_BREAK, grouped_iban
from handschlag.capabilities.billing.rows import as_booked, signed, state_badge
from handschlag.capabilities.ordering.models import Order
from handschlag.core.moments import long_day, short_day
from handschlag.core.money import format_amount, format_unit_price
from handschlag.core.postal import PostalAddress
from handschlag.core.quantities import format_quantity
from handschlag.core.ui.components import Cell, Column, Fact, Row, Table, total_row


def title(invoice: Invoice) -> str:
    names = {"number": invoice.number}
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Credit note %(number)s") % names
    return _("Invoice %(number)s") % names


def line_table(invoice: Invoice, lines: Sequence[InvoiceLine]) -> Table:
    columns = (
        Column(_("Pos."), phone="hidden"),
        Column(_("Description"), phone="title"),
        Column(_("Quantity"), kind="number", phone="labelled"),
        Column(_("Unit price (net)"), kind="number", phone="labelled"),
        Column(_("Tax rate"), kind="number", phone="labelled"),
        Column(_("Amount (net)"), kind="number", phone="amount"),
    )
    rows = tuple(_line(invoice, line) for line in lines)
    return Table(_("Lines of the invoice"), columns, rows, _totals(invoice, len(columns)))


def _line(invoice: Invoice, line: InvoiceLine) -> Row:
    """A line of a credit note is one of goods taken back: its quantity and amount are below 0."""
    article = _("Article %(number)s") % {"number": line.article_number}
    return Row(
        (
            Cell(str(line.position)),
            Cell(line.description, hint=article if line.article_number else ""),
            Cell(format_quantity(as_booked(line.quantity, invoice), line.unit)),
            Cell(format_unit_price(line.unit_price, invoice.currency)),
            Cell(_percent(line.tax_rate)),
            Cell(signed(line.net_amount, invoice)),
        )
    )


def tax_table(invoice: Invoice, taxes: Sequence[TaxBreakdown]) -> Table:
    columns = (
        Column(_("Tax rate"), phone="title"),
        Column(_("Net amount"), kind="number", phone="labelled"),
        Column(_("Tax"), kind="number", phone="amount"),
    )
    return Table(
        _("Tax by rate"),
        columns,
        tuple(
            Row(
                (
                    Cell(_percent(tax.rate), hint=tax.exemption_reason),
                    Cell(signed(tax.taxable_amount, invoice)),
                    Cell(signed(tax.tax_amount, invoice)),
                )
            )
            for tax in taxes
        ),
    )


def payment_table(allocations: Sequence[PaymentAllocation]) -> Table | None:
    if not allocations:
        return None
    columns = (
        Column(_("Received on"), phone="title"),
        Column(_("Kind of payment")),
        Column(_("Reference"), phone="status"),
        Column(_("Amount"), kind="number", phone="amount"),
    )
    return Table(_("Payments received"), columns, tuple(map(_payment, allocations)))


def _payment(allocation: PaymentAllocation) -> Row:
    payment = allocation.payment
    return Row(
        (
            Cell(short_day(payment.received_date)),
            Cell(payment.get_method_display()),
            Cell(payment.reference),
            Cell(format_amount(allocation.amount, payment.currency)),
        )
    )


def correction_table(notes: Sequence[Invoice]) -> Table | None:
    """The credit notes of an invoice, each a link."""
    if not notes:
        return None
    columns = (
        Column(_("Credit note"), phone="title"),
        Column(_("Date")),
        Column(_("Amount (gross)"), kind="number", phone="amount"),
    )
    rows = tuple(
        Row(
            (
                Cell(note.number),
                Cell(short_day(note.issue_date)),
                Cell(signed(note.payable_amount, note)),
            ),
            note.get_absolute_url(),
        )
        for note in notes
    )
    return Table(_("Credit notes for this invoice"), columns, rows)


def facts(invoice: Invoice, *, with_order: bool) -> tuple[Fact, ...]:
    """What identifies the invoice; what is not there is left out."""
    found = [
        Fact(_("Status"), badge=state_badge(invoice)),
        Fact(_("Date"), (long_day(invoice.issue_date),)),
    ]
    if invoice.due_date and invoice.kind == Invoice.Kind.INVOICE:
        found.append(Fact(_("Due"), (long_day(invoice.due_date),)))
    order = order_behind(invoice)
    if order and with_order:
        found.append(Fact(_("Order"), (order.number,), order.get_absolute_url()))
    if corrected := invoice.corrects:
        url = corrected.get_absolute_url()
        found.append(Fact(_("Corrects invoice"), (corrected.number,), url))
    if invoice.customer_reference:
        found.append(Fact(_("Your reference"), (invoice.customer_reference,)))
    if invoice.site:
        found.append(Fact(_("Site"), (invoice.site.name,)))
    return tuple(found)


def order_behind(invoice: Invoice) -> Order | None:
    """A credit note that names no order is about that of the invoice it corrects."""
    corrected = invoice.corrects
    return invoice.order or (corrected.order if corrected else None)


def parties(invoice: Invoice) -> tuple[Fact, ...]:
    listed = (
        (_("Invoice from"), _seller(invoice.seller)),
        (_("Invoice to"), tuple(PostalAddress.from_json(invoice.buyer_address).lines)),
    )
    return tuple(Fact(label, lines) for label, lines in listed if lines)


def _seller(seller: dict[str, str]) -> tuple[str, ...]:
    return (*seller_address(seller).lines, *seller_numbers(seller))


def seller_address(seller: dict[str, str]) -> PostalAddress:
    known = PostalAddress.__dataclass_fields__
    return PostalAddress.from_json({name: seller[name] for name in seller if name in known})


def seller_numbers(seller: dict[str, str]) -> tuple[str, ...]:
    """What a German invoice has to say of its seller, and where to pay."""
    labels = {
        "tax_number": _("Tax number %(value)s"),
        "vat_id": _("VAT id %(value)s"),
        "iban": _("IBAN %(value)s"),
        "bic": _("BIC %(value)s"),
    }
    return tuple(
        label % {"value": _unbroken(name, seller[name])}
        for name, label in labels.items()
        if seller.get(name)
    )


def _unbroken(name: str, value: str) -> str:
    return grouped_iban(value) if name == "iban" else value.replace(" ", NO_BREAK)


def _totals(invoice: Invoice, width: int) -> tuple[Row, ...]:
    """From the sum of the lines down to what is open."""
    if not invoice.open_amount:
        return issued_totals(invoice, width)
    left = total_row(_open_label(invoice), signed(invoice.open_amount, invoice), width)
    return (*issued_totals(invoice, width), left)


def issued_totals(invoice: Invoice, width: int) -> tuple[Row, ...]:
    """What the document says, whatever has been paid since; equal steps are left out."""
    amounts = [(_("Sum of lines"), invoice.line_total)] if invoice.allowance_amount else []
    if invoice.allowance_amount:
        amounts.append((_("Allowance"), -invoice.allowance_amount))
    amounts += [
        (_("Net amount"), invoice.net_amount),
        (_("Tax"), invoice.tax_amount),
        (_("Gross amount"), invoice.gross_amount),
    ]
    if invoice.prepaid_amount:
        amounts.append((_("Paid in advance"), -invoice.prepaid_amount))
        amounts.append((_("Amount payable"), invoice.payable_amount))
    return tuple(total_row(label, signed(amount, invoice), width) for label, amount in amounts)


def _open_label(invoice: Invoice) -> str:
    is_credit = invoice.kind == Invoice.Kind.CREDIT_NOTE
    return _("Credit left") if is_credit else _("Still to pay")


def _percent(rate: Decimal) -> str:
    return f"{number_format(f'{rate:f}'.rstrip('0').rstrip('.'))}\u00a0%"
