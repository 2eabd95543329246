"""The staged documents of one chunk as the rows that the owning rooms take in.

Amounts follow EN 16931: a line's net is quantity times price, rounded to the cent, and the
document's total is the sum of its lines. Prices come without tax, so the category is `O`, not
subject to VAT. Amounts of a credit note are positive, as on paper.
"""

import dataclasses
import json
from collections.abc import Mapping as Expressions
from dataclasses import dataclass
from typing import Any, get_type_hints

from django.conf import settings
from django.utils.translation import gettext, override

from handschlag.capabilities.billing.recording import (
    InvoiceLineRow,
    InvoiceRow,
    InvoiceRows,
    TaxRow,
)
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow, OrderRows
from handschlag.connectors.files.mapping import Mapping
from handschlag.connectors.files.models import ImportRun
from handschlag.core.upserts import Rows, sql_type
from handschlag.platform.organisations.recording import OrganisationRow

NOT_SUBJECT_TO_VAT = "O"
SAID = """
(select %s::bigint as run_id, %s::int as chunk, %s::timestamptz as as_of, %s::text as system,
    %s::text as currency, %s::text as time_zone, %s::text as customer_name, %s::text as progress,
    %s::boolean as is_shipped, %s::boolean as is_delivered, %s::boolean as is_paid,
    %s::text as exemption, %s::jsonb as links) as said
"""
DOCUMENT = f"""
{SAID} join connector_files_stageddocument document
    on (document.run_id, document.chunk) = (said.run_id, said.chunk)
"""
CUSTOMER = f"""
{DOCUMENT} join organisations_organisation customer on customer.number = document.customer
"""
LINE = """
join connector_files_stagedline line on (line.run_id, line.document, line.customer)
    = (document.run_id, document.number, document.customer)
"""
POSITION = "row_number() over (partition by document.ordinal order by line.row)"
DESCRIPTION = "coalesce(nullif(line.description, ''), line.article)"
NET = "round(line.quantity * line.unit_price, 2)"
SIGN = "case document.kind when 'credit_note' then -1 else 1 end"
TOTAL = f"{SIGN} * document.net_amount"
LINK = """
left join jsonb_to_recordset(said.links) as link (ordinal bigint, invoice text)
    on link.ordinal = document.ordinal
"""


@dataclass(frozen=True, slots=True)
class Selects:
    """`links` maps the ordinal of a credit note to the number of the invoice it corrects."""

    run: ImportRun
    chunk: int
    mapping: Mapping
    links: Expressions[int, str] = dataclasses.field(default_factory=dict)

    def customers(self) -> Rows:
        """What the file says of each customer last; what it does not say stays as it is here."""
        return self._rows(
            OrganisationRow,
            {
                "number": "given.number",
                "kind": "coalesce(known.kind, 'company')",
                "name": "coalesce(nullif(given.name, ''), known.name,"
                " replace(said.customer_name, '{number}', given.number))",
                "country": "coalesce(nullif(given.country, ''), known.country, '')",
                "language": "coalesce(known.language, 'de')",
                "address": "coalesce(known.address, '{}'::jsonb)",
                "as_of": "said.as_of",
            },
            f"{SAID} cross join lateral (select distinct on (customer) customer as number,"
            " customer_name as name, country from connector_files_stagedline"
            " where run_id = said.run_id and customer <> ''"
            " order by customer, moment desc, row desc) as given"
            " left join organisations_organisation known on known.number = given.number",
        )

    def customer_ids(self) -> Rows:
        return self.of(
            f"customer.id as organisation_id from {SAID}"
            " join organisations_organisation customer on customer.number in"
            " (select customer from connector_files_stageddocument where run_id = said.run_id)"
        )

    def orders(self) -> OrderRows:
        none = OrderRows.of([], [])
        return OrderRows(self._orders(), self._order_lines(), none.shipments, none.shipment_lines)

    def invoices(self) -> InvoiceRows:
        return InvoiceRows(self._invoices(), self._invoice_lines(), self._taxes())

    def bookings(self) -> Rows:
        return self.of(
            "customer.id as organisation_id, document.number, document.net_amount as amount,"
            " said.currency, (document.first_moment at time zone said.time_zone)::date"
            f" as booked_date, {DESCRIPTION} as text"
            f" from {CUSTOMER} {LINE} and line.row = document.first_row"
        )

    def unassigned_lines(self) -> Rows:
        return self.of(
            "said.system, document.number as document, document.kind, said.currency, said.as_of,"
            f" {POSITION} as position, line.article, line.description, line.quantity,"
            f" line.unit_price, line.moment, line.country from {DOCUMENT} {LINE}"
        )

    def of(self, query: str) -> Rows:
        """A query that begins with `SAID`, `DOCUMENT` or `CUSTOMER`, without its `select`."""
        return Rows(f"select {query}", self._said())

    def _orders(self) -> Rows:
        return self._rows(
            OrderRow,
            {
                "organisation_id": "customer.id",
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
            CUSTOMER,
        )

    def _order_lines(self) -> Rows:
        return self._rows(
            OrderLineRow,
            {
                "organisation_id": "customer.id",
                "order_number": "document.number",
                "position": POSITION,
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
            f"{CUSTOMER} {LINE}",
        )

    def _invoices(self) -> Rows:
        return self._rows(
            InvoiceRow,
            {
                "organisation_id": "customer.id",
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
            f"{CUSTOMER} {LINK}",
        )

    def _invoice_lines(self) -> Rows:
        return self._rows(
            InvoiceLineRow,
            {
                "organisation_id": "customer.id",
                "invoice_number": "document.number",
                "position": POSITION,
                "order_position": f"case document.kind when 'invoice' then {POSITION} end",
                "article_number": "line.article",
                "description": DESCRIPTION,
                "quantity": f"{SIGN} * line.quantity",
                "unit_price": "line.unit_price",
                "net_amount": f"{SIGN} * {NET}",
                "tax_category": f"'{NOT_SUBJECT_TO_VAT}'",
                "tax_rate": "0",
            },
            f"{CUSTOMER} {LINE}",
        )

    def _taxes(self) -> Rows:
        return self._rows(
            TaxRow,
            {
                "organisation_id": "customer.id",
                "invoice_number": "document.number",
                "category": f"'{NOT_SUBJECT_TO_VAT}'",
                "rate": "0",
                "taxable_amount": TOTAL,
                "tax_amount": "0",
                "exemption_reason": "said.exemption",
            },
            CUSTOMER,
        )

    def _rows(self, kind: type[Any], given: Expressions[str, str], source: str) -> Rows:
        """A select of every column of `kind`; those not in `given` have their default."""
        hints = get_type_hints(kind)
        columns = [
            f"({given.get(f.name) or _default(f)})::{sql_type(hints[f.name])} as {f.name}"
            for f in dataclasses.fields(kind)
        ]
        return self.of(f"{', '.join(columns)} from {source}")

    def _said(self) -> list[Any]:
        said, history = self.mapping.values, self.mapping.history
        links = [{"ordinal": note, "invoice": number} for note, number in self.links.items()]
        return [
            self.run.pk,
            self.chunk,
            self.run.started_at,
            self.mapping.system,
            said.currency,
            said.time_zone,
            said.customer_name,
            history.progress,
            history.progress in {Progress.SHIPPED, Progress.DELIVERED},
            history.progress == Progress.DELIVERED,
            history.paid,
            _exemption(),
            json.dumps(links),
        ]


def _default(column: "dataclasses.Field[Any]") -> str:
    if column.default_factory is not dataclasses.MISSING:
        return "'{}'"
    return "null" if column.default is None else f"'{column.default}'"


def _exemption() -> str:
    """In the language of the installation, so that it does not change with who imports."""
    with override(settings.LANGUAGE_CODE):
        return gettext("The source states no tax")
