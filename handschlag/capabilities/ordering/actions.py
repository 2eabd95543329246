from django.db.models import Q

from handschlag.capabilities.ordering import recording
from handschlag.capabilities.ordering.events import (
    ORDER_BODY,
    LinesInvoiced,
    OrderChanged,
    OrderInvoiced,
    OrderRecorded,
    OrdersTakenIn,
)
from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.recording import OrderRows
from handschlag.core.actions import BulkOutcome, EntrySet, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.journal import Event, Subject
from handschlag.core.rules import is_system
from handschlag.core.upserts import Rows, TakenIn, fetched
from handschlag.platform.organisations.actions import note_use

ORDER = "ordering.order"


@bulk_action(is_system)
def record_orders(by: Actor, *, rows: OrderRows, run: Subject) -> BulkOutcome[TakenIn]:
    """Take in orders as another system has them. Quiet: nobody is told.

    The columns of `rows` are those of `recording.OrderRow` and its companions; `run` is what
    the entry of the whole call is about. The same rows again change nothing.
    """
    written = recording.write(rows)
    if written.created:
        note_use(by, room="ordering", organisations=rows.orders, run=run)
    taken_in = written.counts
    return BulkOutcome(
        taken_in,
        OrdersTakenIn(created=taken_in.created, changed=taken_in.changed),
        run,
        entries=(
            _entries(OrderRecorded, "ordered_at", written.created),
            _entries(OrderChanged, "changed_at", written.changed),
        ),
        quiet=True,
    )


@bulk_action(is_system)
def mark_invoiced(by: Actor, *, quantities: Rows, run: Subject) -> BulkOutcome[int]:
    """Set what has been invoiced of each order line: organisation_id, order_line_id, quantity.

    Returns how many lines are different now.
    """
    changed = fetched(
        Rows(
            "update ordering_orderline line"  # noqa: S608  a select of our own
            " set invoiced_quantity = given.quantity"
            f" from ({quantities.select}) as given"
            " where (line.organisation_id, line.id)"
            " = (given.organisation_id, given.order_line_id)"
            " and line.invoiced_quantity <> given.quantity returning line.order_id",
            quantities.parameters,
        )
    )
    orders = sorted({order for (order,) in changed})
    return BulkOutcome(
        len(changed),
        LinesInvoiced(lines=len(changed)),
        run,
        entries=(_entries(OrderInvoiced, "changed_at", orders),),
        quiet=True,
    )


def _entries(kind: type[Event], moment: str, orders: list[int]) -> EntrySet:
    return EntrySet(
        kind,
        ORDER,
        f"select organisation_id, id, {moment}, {ORDER_BODY}"  # noqa: S608  names of our own
        " from ordering_order where id = any(%s)",
        [orders],
    )


def forget_orderer(by: Actor, person_id: int) -> None:
    """Orders stay; who typed them is nobody any more."""
    Order.objects.filter(Q(ordered_by=person_id)).update(ordered_by_name="")
