from collections.abc import Iterator

from handschlag.capabilities.ordering.events import OrderRecorded
from handschlag.capabilities.ordering.queries import shipments_of
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, News, typed
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.scene import Scene


def order(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("ordering.Order").public_id}


def number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.Order").number)}


def article(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.OrderLine").description)}


def article_number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.OrderLine").article_number)}


def delivery(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.Shipment").number)}


def site(world: Planted) -> dict[str, str]:
    return {"site": world.site.public_id}


ROUTES = {
    "ordering:list": Answers(
        query=({}, {"status": "open"}), searches=(number, article, article_number, delivery, site)
    ),
    "ordering:export": Answers(query=({"format": "csv"}, {"format": "xlsx"})),
    "ordering:detail": Answers(kwargs=order),
    "ordering:paper": Answers(kwargs=order),
}


def shipped(world: Planted) -> tuple[OrderRecorded]:
    number = world.row("ordering.Order").number
    return (
        OrderRecorded(number=number, progress="shipped", gross_amount="119.00", currency="EUR"),
    )


NEWS = {"ordering.shipped": News("ordering.order", shipped)}


def carried(scene: Scene) -> Iterator[tuple[object, object]]:
    """Each delivery carried its own lines, and not those of the next one."""
    visitor = scene.visitor("reader of A")
    for world in visitor.seen("ordering"):
        with acting(visitor.actor):
            found = [shipment.order_line_ids for shipment in shipments_of(world.row(ORDER))]
        yield found, [[world.row("ordering.OrderLine").pk]]


ORDER = "ordering.Order"
QUESTIONS = {"ordering.shipments_of": carried}
