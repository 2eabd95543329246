"""Takes in the customers, then the documents chunk by chunk, by the actions of their rooms."""

from dataclasses import replace

from django.db.models import Count, Sum

from handschlag.capabilities.billing.actions import record_bookings, record_invoices
from handschlag.capabilities.ordering.actions import record_orders
from handschlag.connectors.files.actions import keep_lines_apart
from handschlag.connectors.files.corrections import find_links
from handschlag.connectors.files.documents import invoices, orders
from handschlag.connectors.files.gathering import gather
from handschlag.connectors.files.mapping import Mapping
from handschlag.connectors.files.models import (
    DocumentKind,
    Finding,
    ImportRun,
    StagedDocument,
)
from handschlag.connectors.files.refusals import Reason
from handschlag.connectors.files.selects import Selects
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag.core.upserts import TakenIn
from handschlag.platform.organisations.actions import record_organisations
from handschlag.platform.portals.actions import admit_organisations
from handschlag.platform.portals.queries import first_host, portal_at

CUSTOMERS = 0


def take_in(by: Actor, run: ImportRun, mapping: Mapping, chunk: int) -> None:
    """Chunk 0 are the customers, the others are documents."""
    selects = Selects(run, mapping)
    if chunk == CUSTOMERS:
        _customers(by, selects)
        return
    gather(run, chunk)
    documents = StagedDocument.objects.filter(run=run, chunk=chunk)
    first = documents.earliest("ordinal")
    size = documents.aggregate(documents=Count("*"), lines=Sum("lines"))
    if first.customer:
        TAKERS[DocumentKind(first.kind)](by, selects, size["documents"])
    else:
        _apart(by, selects, size["lines"])


def _customers(by: Actor, chunk: Selects) -> None:
    run = chunk.run
    named = StagedDocument.objects.filter(run=run).exclude(customer="")
    total = named.values("customer").distinct().count()
    taken_in = record_organisations(by, rows=chunk.customers(), run=subject_of(run))
    _count(run, "customers", taken_in, total)
    portal = portal_at(first_host())
    if portal is not None:
        ids = chunk.customer_ids()
        admit_organisations(by, portal=portal, organisations=ids, run=subject_of(run))


def _invoices(by: Actor, chunk: Selects, documents: int) -> None:
    run = subject_of(chunk.run)
    _count(chunk.run, "orders", record_orders(by, rows=orders(chunk), run=run), documents)
    _count(chunk.run, "invoices", record_invoices(by, rows=invoices(chunk), run=run), documents)


def _credit_notes(by: Actor, chunk: Selects, documents: int) -> None:
    links = find_links(chunk)
    _report_missing(chunk, links.missing)
    rows = invoices(replace(chunk, links=links.found))
    taken_in = record_invoices(by, rows=rows, run=subject_of(chunk.run))
    _count(chunk.run, "credit_notes", taken_in, documents)


def _bookings(by: Actor, chunk: Selects, documents: int) -> None:
    taken_in = record_bookings(by, bookings=chunk.bookings(), run=subject_of(chunk.run))
    _count(chunk.run, "bookings", taken_in, documents)


def _apart(by: Actor, chunk: Selects, lines: int) -> None:
    taken_in = keep_lines_apart(by, lines=chunk.unassigned_lines(), run=chunk.run)
    _count(chunk.run, "lines_apart", taken_in, lines)


def _report_missing(chunk: Selects, missing: dict[int, Reason]) -> None:
    notes = StagedDocument.objects.filter(run=chunk.run, ordinal__in=missing)
    Finding.objects.bulk_create(
        Finding(
            run=chunk.run,
            row=note.first_row,
            column=chunk.mapping.columns.document,
            value=note.number,
            reason=missing[note.ordinal],
        )
        for note in notes
    )


def _count(run: ImportRun, noun: str, taken_in: TakenIn, total: int) -> None:
    count = run.counts.setdefault(noun, {"created": 0, "changed": 0, "unchanged": 0})
    count["created"] += taken_in.created
    count["changed"] += taken_in.changed
    count["unchanged"] += total - taken_in.created - taken_in.changed


TAKERS = {
    DocumentKind.INVOICE: _invoices,
    DocumentKind.CREDIT_NOTE: _credit_notes,
    DocumentKind.BOOKING: _bookings,
}
