from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.planted import Planted


def invoice(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("billing.Invoice").public_id}


ROUTES = {
    "billing:list": Answers(shows=True, query=({}, {"q": "kanarie"})),
    "billing:export": Answers(shows=True, query=({"format": "csv"}, {"format": "xlsx"})),
    "billing:detail": Answers(kwargs=invoice, shows=True),
    "billing:document": Answers(kwargs=invoice, shows=True),
}
