from collections.abc import Iterator

from handschlag.capabilities.billing.queries import invoices_everywhere
from handschlag.capabilities.ordering.queries import orders_everywhere
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, Reach, typed
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.scene import Scene


def organisation(world: Planted) -> dict[str, str]:
    return {"public_id": world.organisation.public_id}


def order_number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.Order").number)}


def invoice_number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.Invoice").number)}


ROUTES = {
    "desk:home": Answers(
        searches=(order_number, invoice_number), finds=("ordering", "billing"), is_of_all=True
    ),
    "desk:organisation": Answers(
        kwargs=organisation, reach=Reach.AT_DESK, slot="desk_panels", is_noted=True
    ),
}


def everywhere(scene: Scene) -> Iterator[tuple[object, object]]:
    """Rows of all organisations are for staff with the right to read them, and for nobody else."""
    for room, gate in (("ordering", orders_everywhere), ("billing", invoices_everywhere)):
        for visitor in scene.visitors:
            is_theirs = visitor.actor.kind == "staff" and f"{room}.read" in visitor.actor.rights
            with acting(visitor.actor):
                found = set(gate(visitor.actor).values_list("organisation_id", flat=True))
            rows = {world.organisation.pk for world in scene.worlds}
            yield found, rows if is_theirs else set()


QUESTIONS = {"desk.everywhere": everywhere}
