"""What other systems tell about invoices: the columns, and the SQL that takes them in.

`number` of an invoice is unique within its organisation, so that pair is how lines, taxes
and payments name their invoice, and `order_number` with `order_position` how invoices name
orders that are here already. Totals are kept as issued. As in ordering, texts and amounts
come short and rounded, and the same rows again change nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handschlag.capabilities.billing.models import Invoice, InvoiceLine, TaxBreakdown
from handschlag.core.upserts import Rows, Written, columns_of, fetched, rows_of, upsert

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """`corrects_number` is the invoice that a credit note corrects; an unknown one is no error."""

    organisation_id: int
    number: str
    kind: str = Invoice.Kind.INVOICE
    site_id: int | None = None
    issue_date: date
    due_date: date | None = None
    order_number: str | None = None
    corrects_number: str | None = None
    customer_reference: str = ""
    currency: str
    line_total: Decimal
    allowance_amount: Decimal = ZERO
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    prepaid_amount: Decimal = ZERO
    payable_amount: Decimal
    open_amount: Decimal
    discount_date: date | None = None
    discount_amount: Decimal = ZERO
    seller: dict[str, str] = field(default_factory=dict)
    buyer_address: dict[str, str] = field(default_factory=dict)
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLineRow:
    """`order_position` is the line of the invoice's order that is charged here."""

    organisation_id: int
    invoice_number: str
    position: int
    order_position: int | None = None
    article_number: str = ""
    description: str
    quantity: Decimal
    unit: str = "C62"
    unit_price: Decimal
    net_amount: Decimal
    tax_category: str
    tax_rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    organisation_id: int
    invoice_number: str
    category: str
    rate: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal
    exemption_reason: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceRows:
    """One call's worth, with every line and every tax of every invoice of `invoices`.

    A line or tax that was there before and is missing now is deleted.
    """

    invoices: Rows
    lines: Rows
    taxes: Rows

    @classmethod
    def of(
        cls,
        invoices: Iterable[InvoiceRow],
        lines: Iterable[InvoiceLineRow],
        taxes: Iterable[TaxRow],
    ) -> "InvoiceRows":
        return cls(
            rows_of(InvoiceRow, invoices),
            rows_of(InvoiceLineRow, lines),
            rows_of(TaxRow, taxes),
        )


def write(rows: InvoiceRows) -> Written:
    touched = _delete_missing(rows, "billing_invoiceline", rows.lines, ("position",))
    touched |= _delete_missing(rows, "billing_taxbreakdown", rows.taxes, ("category", "rate"))
    heads = _write_invoices(rows.invoices)
    created = {invoice for invoice, is_new in heads if is_new}
    touched |= {invoice for invoice, _ in heads} | _link_corrections(rows.invoices)
    touched |= _write_lines(rows.lines) | _write_taxes(rows.taxes)
    return Written(sorted(created), sorted(touched - created))


def invoiced_quantities(invoices: list[int]) -> Rows:
    """What has been invoiced in all of every line of the orders that these invoices are for.

    Also of a line that none of them charges any more. Looked up line by line: in a large
    database a join would be planned through all lines, in one that is being filled through
    all invoices for each line.
    """
    return Rows(
        "select ordered.organisation_id, ordered.id as order_line_id, invoiced.quantity"
        " from (select distinct order_id from billing_invoice where id = any(%s)) as touched"
        " join ordering_orderline ordered on ordered.order_id = touched.order_id"
        " cross join lateral (select coalesce(sum(line.quantity), 0) as quantity"
        " from billing_invoiceline line where line.order_line_id = ordered.id and (select kind"
        " from billing_invoice invoice where invoice.id = line.invoice_id) = %s) as invoiced",
        [invoices, Invoice.Kind.INVOICE],
    )


def _write_invoices(invoices: Rows) -> list[tuple[Any, ...]]:
    named = Rows(
        f"select given.*, ordered.id as order_id from ({invoices.select}) as given"
        " left join ordering_order ordered on (ordered.organisation_id, ordered.number)"
        " = (given.organisation_id, given.order_number)",
        invoices.parameters,
    )
    elsewhere = (
        "organisation_id",
        "number",
        "order_number",
        "corrects_number",
        "as_of",
    )
    columns = ("order_id", *columns_of(InvoiceRow, without=elsewhere))
    key = ("organisation_id", "number")
    return upsert(Invoice, named, key=key, columns=columns, uncompared=("as_of",))


def _link_corrections(invoices: Rows) -> set[int]:
    linked = (
        "update billing_invoice note set corrects_id = corrected.id"
        f" from ({invoices.select}) as given join billing_invoice corrected"
        " on (corrected.organisation_id, corrected.number)"
        " = (given.organisation_id, given.corrects_number)"
        " where (note.organisation_id, note.number) = (given.organisation_id, given.number)"
        " and note.corrects_id is distinct from corrected.id returning note.id"
    )
    return {note for (note,) in fetched(Rows(linked, invoices.parameters))}


def _write_lines(lines: Rows) -> set[int]:
    named = Rows(
        "select given.*, invoice.id as invoice_id, ordered.id as order_line_id"
        f" from ({lines.select}) as given left join billing_invoice invoice"
        " on (invoice.organisation_id, invoice.number)"
        " = (given.organisation_id, given.invoice_number)"
        " left join ordering_orderline ordered"
        " on (ordered.organisation_id, ordered.order_id, ordered.position)"
        " = (given.organisation_id, invoice.order_id, given.order_position)",
        lines.parameters,
    )
    elsewhere = ("organisation_id", "invoice_number", "position", "order_position")
    columns = ("order_line_id", *columns_of(InvoiceLineRow, without=elsewhere))
    key = ("organisation_id", "invoice_id", "position")
    return _invoices_of(
        upsert(InvoiceLine, named, key=key, columns=columns, returning=["invoice_id"])
    )


def _write_taxes(taxes: Rows) -> set[int]:
    named = Rows(
        f"select given.*, invoice.id as invoice_id from ({taxes.select}) as given"
        " left join billing_invoice invoice on (invoice.organisation_id, invoice.number)"
        " = (given.organisation_id, given.invoice_number)",
        taxes.parameters,
    )
    key = ("organisation_id", "invoice_id", "category", "rate")
    columns = ("taxable_amount", "tax_amount", "exemption_reason")
    return _invoices_of(
        upsert(TaxBreakdown, named, key=key, columns=columns, returning=["invoice_id"])
    )


def _delete_missing(rows: InvoiceRows, table: str, parts: Rows, key: tuple[str, ...]) -> set[int]:
    """Of the invoices in `rows`, the parts that `parts` has no longer."""
    missing = (
        f"delete from {table} part using billing_invoice known"
        f" join ({rows.invoices.select}) as given"
        " on (given.organisation_id, given.number) = (known.organisation_id, known.number)"
        f" where part.invoice_id = known.id and not exists (select 1 from ({parts.select}) as kept"
        " where (kept.organisation_id, kept.invoice_number)"
        " = (known.organisation_id, known.number)"
        f" and {' and '.join(f'kept.{name} = part.{name}' for name in key)})"
        " returning part.invoice_id"
    )
    parameters = [*rows.invoices.parameters, *parts.parameters]
    return {invoice for (invoice,) in fetched(Rows(missing, parameters))}


def _invoices_of(written: list[tuple[Any, ...]]) -> set[int]:
    return {invoice for invoice, _ in written}
