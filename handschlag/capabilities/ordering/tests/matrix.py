from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.planted import Planted


def order(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("ordering.Order").public_id}


ROUTES = {
    "ordering:list": Answers(shows=True, query=({}, {"q": "kanarie"}, {"status": "open"})),
    "ordering:export": Answers(shows=True, query=({"format": "csv"}, {"format": "xlsx"})),
    "ordering:detail": Answers(kwargs=order, shows=True),
}
