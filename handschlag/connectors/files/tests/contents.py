"""What is in the tables, as one figure for each: to see that nothing, or the same, has come."""

from django.db import connection

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.isolation.declarations import Kind, tables

Contents = dict[str, tuple[int, str]]

BY = system_actor("test")
# A run and what it found are new each time.
BOOK_KEEPING = {"connector_files_importrun", "connector_files_finding"}
HASHED = """
select count(*), coalesce(md5(string_agg(record::text, chr(10) order by record::text)), '')
from ({}) as record
"""
# By the numbers of the source: ids and times of import differ from one import to the next.
IDS = "array['id', 'public_id', 'as_of', 'organisation_id', 'order_id', 'invoice_id'"
LEFT_OUT = f"{IDS}, 'order_line_id', 'corrects_id']"
SAID = {
    "customers": "select number, name, kind, country from organisations_organisation",
    "admitted": "select customer.number from portals_portalorganisation admission"
    " join organisations_organisation customer on customer.id = admission.organisation_id",
    "orders": f"select customer.number, to_jsonb(ordered) - {LEFT_OUT} from ordering_order ordered"
    " join organisations_organisation customer on customer.id = ordered.organisation_id",
    "order lines": f"select ordered.number, to_jsonb(line) - {LEFT_OUT}"
    " from ordering_orderline line"
    " join ordering_order ordered on ordered.id = line.order_id",
    "invoices": "select customer.number, ordered.number, corrected.number,"
    f" to_jsonb(invoice) - {LEFT_OUT} from billing_invoice invoice"
    " join organisations_organisation customer on customer.id = invoice.organisation_id"
    " left join billing_invoice corrected on corrected.id = invoice.corrects_id"
    " left join ordering_order ordered on ordered.id = invoice.order_id",
    "invoice lines": f"select invoice.number, ordered.position, to_jsonb(line) - {LEFT_OUT}"
    " from billing_invoiceline line join billing_invoice invoice on invoice.id = line.invoice_id"
    " left join ordering_orderline ordered on ordered.id = line.order_line_id",
    "taxes": f"select invoice.number, to_jsonb(tax) - {LEFT_OUT} from billing_taxbreakdown tax"
    " join billing_invoice invoice on invoice.id = tax.invoice_id",
    "bookings": f"select customer.number, to_jsonb(booking) - {LEFT_OUT} from billing_booking"
    " booking join organisations_organisation customer on customer.id = booking.organisation_id",
    "lines apart": f"select to_jsonb(line) - {LEFT_OUT} from connector_files_unassignedline line",
    "references": "select system, kind, external_id, subject_kind from core_externalreference",
    "journal": "select kind, subject_kind, count(*) from core_journal group by 1, 2",
}


def exactly() -> Contents:
    """Every column of every table that has rows, ids and times included."""
    readable = {table for table, said in tables() if said and said.kind is not Kind.CREDENTIALS}
    found = hashed({table: f"select * from {table}" for table in readable - BOOK_KEEPING})
    return {table: figures for table, figures in found.items() if figures[0]}


def by_number() -> Contents:
    return hashed(SAID)


def rows_in(*names: str) -> list[int]:
    found = hashed({name: f"select * from {name}" for name in names})
    return [found[name][0] for name in names]


def hashed(queries: dict[str, str]) -> Contents:
    found: Contents = {}
    with acting(BY), connection.cursor() as cursor:
        for name, query in queries.items():
            cursor.execute(HASHED.format(query))
            found[name] = cursor.fetchone()
    return found
