"""The staged documents of one chunk as the orders and invoices that the owning rooms take in.

Amounts follow EN 16931: a line's net is quantity times price, rounded to the cent, and the
document's total is the sum of its lines. Prices come without tax, so the category is `O`, not
subject to VAT. Amounts of a credit note are positive, as on paper.
"""

from handschlag.capabilities.billing.recording import (
    InvoiceLineRow,
    InvoiceRow,
    InvoiceRows,
    TaxRow,
)
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow, OrderRows
from handschlag.connectors.files.selects import DESCRIPTION, DOCUMENT, LINE, Selects
from handschlag.core.upserts import Rows

NOT_SUBJECT_TO_VAT = "O"
NET = "round(line.quantity * line.unit_price, 2)"
SIGN = "case document.kind when 'credit_note' then -1 else 1 end"
TOTAL = f"{SIGN} * document.net_amount"
LINK = """
left join jsonb_to_recordset(said.links) as link (ordinal bigint, invoice text)
    on link.ordinal = document.ordinal
"""


def orders(chunk: Selects) -> OrderRows:
    none = OrderRows.of([], [])
    return OrderRows(
        _orders(chunk),
        _order_lines(chunk),
        none.shipments,
        none.shipment_lines,
    )


def invoices(chunk: Selects) -> InvoiceRows:
    return InvoiceRows(
        _invoices(chunk),
        _invoice_lines(chunk),
        _taxes(chunk),
    )


def _orders(chunk: Selects) -> Rows:
    return chunk.rows(
        OrderRow,
        {
            "organisation_id": "document.organisation_id",
            "number": "document.number",
            "progress": "said.progress",
            "ordered_at": "document.first_moment",
            "changed_at": "document.last_moment",
            "currency": "said.currency",
            "net_amount": "document.net_amount",
            "tax_amount": "0",
            "gross_amount": "document.net_amount",
            "as_of": "said.as_of",
        },
        DOCUMENT,
    )


def _order_lines(chunk: Selects) -> Rows:
    return chunk.rows(
        OrderLineRow,
        {
            "organisation_id": "document.organisation_id",
            "order_number": "document.number",
            "position": "line.position",
            "article_number": "line.article",
            "description": DESCRIPTION,
            "quantity": "line.quantity",
            "shipped_quantity": "case when said.is_shipped then line.quantity else 0 end",
            "delivered_quantity": "case when said.is_delivered then line.quantity else 0 end",
            "unit_price": "line.unit_price",
            "net_amount": NET,
            "tax_rate": "0",
            "progress": "said.progress",
        },
        f"{DOCUMENT} {LINE}",
    )


def _invoices(chunk: Selects) -> Rows:
    return chunk.rows(
        InvoiceRow,
        {
            "organisation_id": "document.organisation_id",
            "number": "document.number",
            "kind": "document.kind",
            "issue_date": "(document.first_moment at time zone said.time_zone)::date",
            "order_number": "case document.kind when 'invoice' then document.number end",
            "corrects_number": "link.invoice",
            "currency": "said.currency",
            "line_total": TOTAL,
            "net_amount": TOTAL,
            "tax_amount": "0",
            "gross_amount": TOTAL,
            "payable_amount": TOTAL,
            "open_amount": f"case when said.is_paid then 0 else {TOTAL} end",
            "as_of": "said.as_of",
        },
        f"{DOCUMENT} {LINK}",
    )


def _invoice_lines(chunk: Selects) -> Rows:
    return chunk.rows(
        InvoiceLineRow,
        {
            "organisation_id": "document.organisation_id",
            "invoice_number": "document.number",
            "position": "line.position",
            "order_position": "case document.kind when 'invoice' then line.position end",
            "article_number": "line.article",
            "description": DESCRIPTION,
            "quantity": f"{SIGN} * line.quantity",
            "unit_price": "line.unit_price",
            "net_amount": f"{SIGN} * {NET}",
            "tax_category": f"'{NOT_SUBJECT_TO_VAT}'",
            "tax_rate": "0",
        },
        f"{DOCUMENT} {LINE}",
    )


def _taxes(chunk: Selects) -> Rows:
    return chunk.rows(
        TaxRow,
        {
            "organisation_id": "document.organisation_id",
            "invoice_number": "document.number",
            "category": f"'{NOT_SUBJECT_TO_VAT}'",
            "rate": "0",
            "taxable_amount": TOTAL,
            "tax_amount": "0",
            "exemption_reason": "said.exemption",
        },
        DOCUMENT,
    )
