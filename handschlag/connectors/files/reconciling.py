"""What our tables hold of the documents of a run, beside what the file said."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from handschlag.connectors.files.models import DocumentKind, ImportRun

HELD = """
with document as (
    select document.*, customer.id as organisation_id
    from connector_files_stageddocument document
    left join organisations_organisation customer on customer.number = document.customer
    where document.run_id = %(run)s
), held as (
    select document.kind, false as is_apart, count(*) as lines,
        case document.kind when 'credit_note' then -1 else 1 end
            * sum(line.quantity * line.unit_price) as amount,
        count(distinct invoice.corrects_id) as linked
    from document join billing_invoice invoice
        on (invoice.organisation_id, invoice.number) = (document.organisation_id, document.number)
    join billing_invoiceline line on line.invoice_id = invoice.id
    group by document.ordinal, document.kind
    union all
    select document.kind, false, document.lines, booking.amount, 0
    from document join billing_booking booking
        on (booking.organisation_id, booking.number) = (document.organisation_id, document.number)
    union all
    select document.kind, true, count(*), sum(line.quantity * line.unit_price), 0
    from document join connector_files_unassignedline line
        on (line.system, line.document) = (%(system)s, document.number)
    where document.customer = '' group by document.ordinal, document.kind
)
select kind, is_apart, count(*), sum(lines), max(lines), sum(amount), sum(linked)
from held group by kind, is_apart order by is_apart, kind desc
"""
SAID = """
select coalesce(sum(quantity * unit_price), 0) from connector_files_stagedline where run_id = %s
"""


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one kind, with a customer or kept apart; `linked` to an invoice."""

    kind: DocumentKind
    is_apart: bool
    documents: int
    lines: int
    longest: int
    amount: Decimal
    linked: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`parts` come from our tables; `said` is the file's own total, without refused rows.

    At full precision: invoices, less credit notes, and bookings and lines kept apart.
    """

    said: Decimal
    parts: tuple[Part, ...]

    @property
    def total(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def lines(self) -> int:
        return sum(part.lines for part in self.parts)

    @property
    def longest(self) -> int:
        return max((part.longest for part in self.parts), default=0)

    def documents(self, kind: DocumentKind) -> int:
        return sum(part.documents for part in self.parts if part.kind == kind)


def reconcile(run: ImportRun) -> Reconciliation:
    with connection.cursor() as cursor:
        cursor.execute(SAID, [run.pk])
        said = cursor.fetchone()[0]
        cursor.execute(HELD, {"run": run.pk, "system": run.system})
        parts = tuple(Part(DocumentKind(kind), *figures) for kind, *figures in cursor.fetchall())
        return Reconciliation(said, parts)
