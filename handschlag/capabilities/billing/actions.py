from handschlag.capabilities.billing import postings, recording
from handschlag.capabilities.billing.events import (
    INVOICE_BODY,
    POSTING_BODY,
    BookingChanged,
    BookingRecorded,
    BookingsTakenIn,
    DocumentAttached,
    InvoiceChanged,
    InvoiceRecorded,
    InvoicesTakenIn,
    PaymentChanged,
    PaymentRecorded,
    PaymentsTakenIn,
)
from handschlag.capabilities.billing.models import Booking, Invoice, Payment
from handschlag.capabilities.billing.postings import PaymentRows
from handschlag.capabilities.billing.recording import InvoiceRows
from handschlag.capabilities.ordering.actions import mark_invoiced
from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.files.models import StoredFile
from handschlag.core.journal import Event, Subject, subject_of
from handschlag.core.rules import is_system
from handschlag.core.upserts import Rows, TakenIn
from handschlag.platform.organisations.actions import note_use

Recorded = type[Invoice] | type[Payment] | type[Booking]


@bulk_action(is_system)
def record_invoices(by: Actor, *, rows: InvoiceRows, run: Subject) -> BulkOutcome[TakenIn]:
    """Take in invoices and credit notes as another system has them. Quiet: nobody is told.

    The columns of `rows` are those of `recording.InvoiceRow` and its companions; `run` is
    what the entry of the whole call is about. Tells ordering what is invoiced now. The same
    rows again change nothing.
    """
    written = recording.write(rows)
    touched = [*written.created, *written.changed]
    if touched:
        mark_invoiced(by, quantities=recording.invoiced_quantities(touched), run=run)
    if written.created:
        note_use(by, room="billing", organisations=rows.invoices, run=run)
    taken_in = written.counts
    return BulkOutcome(
        taken_in,
        InvoicesTakenIn(created=taken_in.created, changed=taken_in.changed),
        run,
        entries=(
            _entries(InvoiceRecorded, "issue_date", Invoice, written.created),
            _entries(InvoiceChanged, "now()", Invoice, written.changed),
        ),
        quiet=True,
    )


@bulk_action(is_system)
def record_payments(by: Actor, *, rows: PaymentRows, run: Subject) -> BulkOutcome[TakenIn]:
    """Take in money received, by the columns of `postings.PaymentRow` and `AllocationRow`.

    What is open on an invoice comes with the invoice, by `record_invoices`.
    """
    written = postings.write_payments(rows)
    taken_in = written.counts
    return BulkOutcome(
        taken_in,
        PaymentsTakenIn(created=taken_in.created, changed=taken_in.changed),
        run,
        entries=(
            _entries(PaymentRecorded, "received_date", Payment, written.created),
            _entries(PaymentChanged, "now()", Payment, written.changed),
        ),
        quiet=True,
    )


@bulk_action(is_system)
def record_bookings(by: Actor, *, bookings: Rows, run: Subject) -> BulkOutcome[TakenIn]:
    """Take in other entries on the account, by the columns of `postings.BookingRow`."""
    written = postings.write_bookings(bookings)
    taken_in = written.counts
    return BulkOutcome(
        taken_in,
        BookingsTakenIn(created=taken_in.created, changed=taken_in.changed),
        run,
        entries=(
            _entries(BookingRecorded, "booked_date", Booking, written.created),
            _entries(BookingChanged, "now()", Booking, written.changed),
        ),
        quiet=True,
    )


@action(is_system)
def attach_document(by: Actor, *, invoice: Invoice, document: StoredFile) -> Outcome[Invoice]:
    """Give an invoice the file that customers download; the file is in storage already."""
    invoice.document = document
    invoice.save(update_fields=["document"])
    entry = DocumentAttached(number=invoice.number, file_id=document.pk)
    return Outcome(invoice, entry, subject_of(invoice))


def _entries(kind: type[Event], moment: str, model: Recorded, ids: list[int]) -> EntrySet:
    body = INVOICE_BODY if model is Invoice else POSTING_BODY
    return EntrySet(
        kind,
        model._meta.label_lower,
        f"select organisation_id, id, {moment}, {body}"  # noqa: S608  names of our own
        f" from {model._meta.db_table}"
        " where id = any(%s)",
        [ids],
    )
