from collections.abc import Iterator

from handschlag.capabilities.billing.events import InvoiceRecorded
from handschlag.capabilities.ordering.queries import orders_for, orders_matching
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, News, typed
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.scene import Scene


def invoice(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("billing.Invoice").public_id}


def number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.Invoice").number)}


def article(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.InvoiceLine").description)}


def article_number(world: Planted) -> dict[str, str]:
    return {"q": typed(world.row("billing.InvoiceLine").article_number)}


def site(world: Planted) -> dict[str, str]:
    return {"site": world.site.public_id}


ROUTES = {
    "billing:list": Answers(
        query=({}, {"q": "0,00"}), searches=(number, article, article_number, site)
    ),
    "billing:export": Answers(query=({"format": "csv"}, {"format": "xlsx"})),
    "billing:detail": Answers(kwargs=invoice),
    "billing:document": Answers(kwargs=invoice),
    # Every planted invoice has an original, beside which there is no copy.
    "billing:copy": Answers(kwargs=invoice, status={"GET": 404, "HEAD": 404}),
}


def issued(world: Planted) -> tuple[InvoiceRecorded]:
    number = world.row("billing.Invoice").number
    return (
        InvoiceRecorded(
            number=number,
            document="invoice",
            payable_amount="119.00",
            open_amount="119.00",
            currency="EUR",
        ),
    )


NEWS = {"billing.invoice_issued": News("billing.invoice", issued)}


def orders_found(scene: Scene) -> Iterator[tuple[object, object]]:
    """An order is found by its invoice by those who may read both."""
    world = scene.worlds[0]
    order, text = world.row("ordering.Order").pk, number(world)["q"]
    for visitor in scene.visitors:
        if visitor.sees(world, "ordering"):
            by = visitor.actor
            with acting(by):
                found = orders_matching(by, orders_for(by), text).values_list("pk", flat=True)
                yield set(found), {order} if visitor.sees(world, "billing") else set()


QUESTIONS = {"billing.orders_by_invoice": orders_found}
