"""Which invoice a credit note corrects, where that can be known.

A source that only says "this cancels" leaves it to us. A credit note is linked to an invoice
of the same customer, issued earlier, that holds every article of the credit note at the same
price and in at least the same quantity, after what earlier credit notes have taken back from
it. Of several such invoices it is the latest. There is no link, and the report says so, when
no invoice will do, when the lines come from several invoices, or when two will do that were
issued at the same moment.

A link once made stays. Credit notes are looked at in the order of time, whatever was taken in
before, so that the same file makes the same links again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from handschlag.connectors.files.refusals import Reason
from handschlag.connectors.files.selects import DOCUMENT, LINE, Selects
from handschlag.core.upserts import Rows, fetched

LINKED = f"""
document.ordinal, invoice.id, invoice.number from {DOCUMENT}
join billing_invoice note
    on (note.organisation_id, note.number) = (document.organisation_id, document.number)
join billing_invoice invoice on invoice.id = note.corrects_id
"""
WANTED = f"""
document.ordinal, document.organisation_id, document.first_moment, line.article, line.unit_price,
-sum(line.quantity) from {DOCUMENT} {LINE} group by 1, 2, 3, 4, 5 order by 1
"""
# Lists of values, since the planner knows their length. Of rows that came in this transaction
# it knows nothing and would try every credit note with every line that was ever sold.
SOLD = """
select invoice.id, invoice.number, coalesce(ordered.ordered_at, invoice.issue_date),
    line.organisation_id, line.article_number, line.unit_price, sum(line.quantity)
from unnest(%s::bigint[], %s::text[], %s::numeric[]) as wanted (organisation_id, article, price)
join billing_invoiceline line on (line.organisation_id, line.article_number, line.unit_price)
    = (wanted.organisation_id, wanted.article, wanted.price)
join billing_invoice invoice on invoice.id = line.invoice_id
left join ordering_order ordered on ordered.id = invoice.order_id
where invoice.kind = 'invoice' group by 1, 2, 3, 4, 5, 6
"""
# Credit notes that come later in this file do not count, though they may be here already.
LATER = """
select note.id from connector_files_stageddocument document
join organisations_organisation customer on customer.number = document.customer
join billing_invoice note on (note.organisation_id, note.number) = (customer.id, document.number)
where document.run_id = %s and document.ordinal >= %s and document.kind = 'credit_note'
"""
TAKEN_BACK = """
select note.corrects_id, line.article_number, line.unit_price, sum(line.quantity)
from billing_invoice note join billing_invoiceline line on line.invoice_id = note.id
where note.corrects_id = any(%s) and note.id <> all(%s::bigint[]) group by 1, 2, 3
"""

Goods = tuple[int, str, Decimal]


@dataclass(frozen=True, slots=True)
class Links:
    """By ordinal of the credit note: the number of its invoice, or why there is none."""

    found: dict[int, str] = field(default_factory=dict)
    missing: dict[int, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Invoice:
    id: int
    number: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class _Note:
    moment: datetime
    wanted: dict[Goods, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sold:
    """Who sold which goods, and how much of it has not been taken back."""

    sellers: dict[Goods, list[_Invoice]] = field(default_factory=lambda: defaultdict(list))
    remaining: dict[tuple[int, Goods], Decimal] = field(default_factory=dict)

    def choice(self, note: _Note) -> _Invoice | Reason:
        holders = [set(self._holders(note, goods)) for goods in note.wanted]
        fitting = set.intersection(*holders)
        if not fitting:
            return Reason.SEVERAL_INVOICES if all(holders) else Reason.NO_INVOICE
        latest = max(invoice.moment for invoice in fitting)
        last = [invoice for invoice in fitting if invoice.moment == latest]
        return last[0] if len(last) == 1 else Reason.SEVERAL_INVOICES

    def take_back(self, invoice: int, wanted: dict[Goods, Decimal]) -> None:
        for goods, quantity in wanted.items():
            if (invoice, goods) in self.remaining:
                self.remaining[invoice, goods] -= quantity

    def _holders(self, note: _Note, goods: Goods) -> list[_Invoice]:
        return [
            invoice
            for invoice in self.sellers.get(goods, [])
            if invoice.moment < note.moment
            and self.remaining[invoice.id, goods] >= note.wanted[goods]
        ]


def find_links(chunk: Selects) -> Links:
    """Of the credit notes in `chunk`, whose invoices have all been taken in."""
    links = Links()
    notes = _notes(chunk)
    sold = _sold(chunk, notes)
    linked = {ordinal: (invoice, number) for ordinal, invoice, number in fetched(chunk.of(LINKED))}
    for ordinal, note in notes.items():
        if ordinal in linked:
            invoice, links.found[ordinal] = linked[ordinal]
            sold.take_back(invoice, note.wanted)
            continue
        choice = sold.choice(note)
        if isinstance(choice, Reason):
            links.missing[ordinal] = choice
        else:
            links.found[ordinal] = choice.number
            sold.take_back(choice.id, note.wanted)
    return links


def _notes(chunk: Selects) -> dict[int, _Note]:
    notes: dict[int, _Note] = {}
    for ordinal, organisation, moment, article, price, quantity in fetched(chunk.of(WANTED)):
        note = notes.setdefault(ordinal, _Note(moment))
        note.wanted[organisation, article, price] = quantity
    return notes


def _sold(chunk: Selects, notes: dict[int, _Note]) -> _Sold:
    sold = _Sold()
    goods = sorted({goods for note in notes.values() for goods in note.wanted})
    wanted = [list(column) for column in zip(*goods, strict=True)]
    for invoice, number, moment, *what, quantity in fetched(Rows(SOLD, wanted)):
        organisation, article, price = what
        sold.sellers[organisation, article, price].append(_Invoice(invoice, number, moment))
        sold.remaining[invoice, (organisation, article, price)] = quantity
    invoices = sorted({invoice for invoice, _goods in sold.remaining})
    organisations = {invoice: goods[0] for invoice, goods in sold.remaining}
    later = [note for (note,) in fetched(Rows(LATER, [chunk.run.pk, min(notes)]))]
    for invoice, article, price, quantity in fetched(Rows(TAKEN_BACK, [invoices, later])):
        sold.take_back(invoice, {(organisations[invoice], article, price): quantity})
    return sold
