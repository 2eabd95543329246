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
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from handschlag.connectors.files.refusals import Reason
from handschlag.connectors.files.selects import CUSTOMER, LINE, Selects
from handschlag.core.upserts import fetched

LINKED = f"""
document.ordinal, invoice.id, invoice.number from {CUSTOMER}
join billing_invoice note on (note.organisation_id, note.number) = (customer.id, document.number)
join billing_invoice invoice on invoice.id = note.corrects_id
"""
# What is wanted back, and for each invoice that has sold it, what of it is left.
SOLD = f"""
wanted.ordinal, wanted.article, wanted.unit_price, wanted.quantity, sold.id, sold.number,
sold.moment, sold.quantity - coalesce((
    select sum(line.quantity) from billing_invoice note
    join billing_invoiceline line on line.invoice_id = note.id
    where note.corrects_id = sold.id and (line.article_number, line.unit_price)
        = (wanted.article, wanted.unit_price)
    and not exists (select 1 from connector_files_stageddocument later
        join organisations_organisation customer on customer.number = later.customer
        where later.run_id = wanted.run_id and later.ordinal >= wanted.first_ordinal
        and (customer.id, later.number) = (note.organisation_id, note.number))), 0) as remaining
from (select said.run_id, document.ordinal, customer.id as organisation_id, line.article,
        min(document.ordinal) over () as first_ordinal,
        document.first_moment as moment, line.unit_price, -sum(line.quantity) as quantity
    from {CUSTOMER} {LINE} group by 1, 2, 3, 4, 6, 7) as wanted
left join (select invoice.organisation_id, invoice.id, invoice.number, line.article_number,
        line.unit_price, coalesce(ordered.ordered_at, invoice.issue_date) as moment,
        sum(line.quantity) as quantity
    from billing_invoice invoice
    left join ordering_order ordered on ordered.id = invoice.order_id
    join billing_invoiceline line on line.invoice_id = invoice.id
    where invoice.kind = 'invoice' group by 1, 2, 3, 4, 5, 6) as sold
on (sold.organisation_id, sold.article_number, sold.unit_price)
    = (wanted.organisation_id, wanted.article, wanted.unit_price)
and sold.moment < wanted.moment and sold.quantity >= wanted.quantity
order by wanted.ordinal
"""

Goods = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class _Invoice:
    id: int
    number: str
    moment: datetime


@dataclass(slots=True)
class _Note:
    wanted: dict[Goods, Decimal] = field(default_factory=dict)
    sellers: set[_Invoice] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Links:
    """By ordinal of the credit note: the number of its invoice, or why there is none."""

    found: dict[int, str] = field(default_factory=dict)
    missing: dict[int, Reason] = field(default_factory=dict)


def find_links(chunk: Selects) -> Links:
    """Of the credit notes in `chunk`, whose invoices have all been taken in."""
    links = Links()
    notes, remaining = _notes(chunk)
    linked = {ordinal: (invoice, number) for ordinal, invoice, number in fetched(chunk.of(LINKED))}
    for ordinal, note in notes.items():
        if ordinal in linked:
            invoice, links.found[ordinal] = linked[ordinal]
            _take_back(note, invoice, remaining)
            continue
        choice = _choice(note, remaining)
        if isinstance(choice, Reason):
            links.missing[ordinal] = choice
        else:
            links.found[ordinal] = choice.number
            _take_back(note, choice.id, remaining)
    return links


def _notes(chunk: Selects) -> tuple[dict[int, _Note], dict[tuple[int, Goods], Decimal]]:
    notes: dict[int, _Note] = defaultdict(_Note)
    remaining: dict[tuple[int, Goods], Decimal] = {}
    for ordinal, article, price, quantity, *invoice, left in fetched(chunk.of(SOLD)):
        goods = (article, price)
        notes[ordinal].wanted[goods] = quantity
        if left is not None and invoice[0] is not None:
            notes[ordinal].sellers.add(_Invoice(*invoice))
            remaining[invoice[0], goods] = left
    return notes, remaining


def _choice(note: _Note, remaining: Mapping[tuple[int, Goods], Decimal]) -> _Invoice | Reason:
    def holds(invoice: _Invoice, goods: Goods) -> bool:
        return remaining.get((invoice.id, goods), Decimal(0)) >= note.wanted[goods]

    fitting = [i for i in note.sellers if all(holds(i, goods) for goods in note.wanted)]
    if fitting:
        latest = max(invoice.moment for invoice in fitting)
        last = [invoice for invoice in fitting if invoice.moment == latest]
        return last[0] if len(last) == 1 else Reason.SEVERAL_INVOICES
    each = all(any(holds(i, goods) for i in note.sellers) for goods in note.wanted)
    return Reason.SEVERAL_INVOICES if each else Reason.NO_INVOICE


def _take_back(note: _Note, invoice: int, remaining: dict[tuple[int, Goods], Decimal]) -> None:
    for goods, quantity in note.wanted.items():
        if (invoice, goods) in remaining:
            remaining[invoice, goods] -= quantity
