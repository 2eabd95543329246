from handschlag.core.tests.matrix.answers import Answers, typed
from handschlag.core.tests.matrix.planted import Planted


def order(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("ordering.Order").public_id}


def number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.Order").number)}


def article(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.OrderLine").description)}


def delivery(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("ordering.Shipment").number)}


def site(world: Planted) -> dict[str, str]:
    return {"site": world.site.public_id}


ROUTES = {
    "ordering:list": Answers(
        query=({}, {"status": "open"}), searches=(number, article, delivery, site)
    ),
    "ordering:export": Answers(query=({"format": "csv"}, {"format": "xlsx"})),
    "ordering:detail": Answers(kwargs=order),
    "ordering:paper": Answers(kwargs=order),
}
