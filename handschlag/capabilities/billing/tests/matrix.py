from handschlag.core.tests.matrix.answers import Answers, typed
from handschlag.core.tests.matrix.planted import Planted


def invoice(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("billing.Invoice").public_id}


def number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.Invoice").number)}


def article(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.InvoiceLine").description)}


def site(world: Planted) -> dict[str, str]:
    return {"site": world.site.public_id}


ROUTES = {
    "billing:list": Answers(searches=(number, article, site)),
    "billing:export": Answers(query=({"format": "csv"}, {"format": "xlsx"})),
    "billing:detail": Answers(kwargs=invoice),
    "billing:document": Answers(kwargs=invoice),
    # Every planted invoice has an original, beside which there is no copy.
    "billing:copy": Answers(kwargs=invoice, status={"GET": 404, "HEAD": 404}),
}
