"""What our tables hold of the documents of a run, beside what the file said."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from handschlag.connectors.files.models import ImportRun

HELD = """
with document as (
    select document.*, customer.id as organisation_id
    from connector_files_stageddocument document
    left join organisations_organisation customer on customer.number = document.customer
    where document.run_id = %(run)s
), held as (
    select document.kind, count(*) as lines,
        case document.kind when 'credit_note' then -1 else 1 end
            * sum(line.quantity * line.unit_price) as amount
    from document join billing_invoice invoice
        on (invoice.organisation_id, invoice.number) = (document.organisation_id, document.number)
    join billing_invoiceline line on line.invoice_id = invoice.id
    group by document.ordinal, document.kind
    union all
    select document.kind, document.lines, booking.amount
    from document join billing_booking booking
        on (booking.organisation_id, booking.number) = (document.organisation_id, document.number)
    union all
    select document.kind, count(*), sum(line.quantity * line.unit_price)
    from document join connector_files_unassignedline line
        on (line.system, line.document) = (%(system)s, document.number)
    where document.customer = '' group by document.ordinal, document.kind
)
select coalesce(sum(amount), 0), coalesce(sum(lines), 0), coalesce(max(lines), 0),
    count(*) filter (where kind = 'credit_note')
from held
"""
SAID = """
select coalesce(sum(quantity * unit_price), 0) from connector_files_stagedline where run_id = %s
"""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`total` and what follows come from our tables; `said` is the file's own total.

    At full precision: invoices, less credit notes, and bookings and lines kept apart.
    """

    said: Decimal
    total: Decimal
    lines: int
    longest: int
    credit_notes: int


def reconcile(run: ImportRun) -> Reconciliation:
    with connection.cursor() as cursor:
        cursor.execute(SAID, [run.pk])
        said = cursor.fetchone()[0]
        cursor.execute(HELD, {"run": run.pk, "system": run.system})
        return Reconciliation(said, *cursor.fetchone())
