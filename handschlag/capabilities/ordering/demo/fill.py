"""Two years of orders and what came of them, in the order of their days."""

from collections import Counter
from decimal import Decimal
from itertools import islice

from handschlag.capabilities.ordering.actions import record_orders
from handschlag.capabilities.ordering.demo.baskets import TAX, Basket, Shelf, lines_of
from handschlag.capabilities.ordering.demo.buyers import Buyers
from handschlag.capabilities.ordering.demo.deliveries import Made, cancel, deliver
from handschlag.capabilities.ordering.demo.occasions import Occasion, occasions, retold
from handschlag.capabilities.ordering.demo.parcels import thrown, told
from handschlag.capabilities.ordering.demo.references import destination, reference
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow, OrderRows
from handschlag.core.demo import World
from handschlag.core.money import round_amount

FIRST_NUMBER = 20_001
BATCH = 400
CANCELLED = 0.015


def fill(world: World) -> None:
    desk = Desk(world)
    made = (desk.taken(occasion) for occasion in occasions(world))
    while batch := list(islice(made, BATCH)):
        record_orders(world.by, rows=_rows(batch), run=world.run)


def sample(world: World) -> None:
    """A few orders in every state, for a customer who does not exist."""
    desk = Desk(world)
    made = [desk.taken(occasion) for occasion in retold(world)]
    record_orders(world.by, rows=_rows(made), run=world.run)


class Desk:
    """Where orders come in: numbers them, and knows articles and buyers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shelf, self.buyers = Shelf(), Buyers(world)
        self.next_number = FIRST_NUMBER
        self.placed: Counter[str] = Counter()

    def taken(self, occasion: Occasion) -> Made:
        world, story = self.world, occasion.story
        lines = self._lines(occasion)
        order = self._order(occasion, lines)
        if story.is_cancelled if story else world.happens(CANCELLED):
            return cancel(world, Made(order, lines))
        planned = told(world, story, lines) if story else thrown(world, order, lines)
        return deliver(world, occasion.customer, Made(order, lines), planned)

    def _lines(self, occasion: Occasion) -> list[OrderLineRow]:
        customer, story = occasion.customer, occasion.story
        basket = Basket(customer, f"AB-{self.next_number}", occasion.moment.date())
        self.next_number += 1
        goods = self.shelf.chosen(story.goods) if story else self.shelf.thrown(self.world, customer)
        return lines_of(self.world, basket, goods)

    def _order(self, occasion: Occasion, lines: list[OrderLineRow]) -> OrderRow:
        world, customer = self.world, occasion.customer
        self.placed[customer.number] += 1
        named = reference(world, customer, self.placed[customer.number])
        site, place = destination(world, customer, named, occasion.site)
        net, tax = _net_and_tax(lines)
        person, person_name = self.buyers.of(world, customer, site, net)
        return OrderRow(
            organisation_id=customer.organisation_id,
            number=lines[0].order_number,
            site_id=site,
            customer_reference=named,
            ordered_at=occasion.moment,
            changed_at=occasion.moment,
            ordered_by_id=person,
            ordered_by_name=person_name,
            currency="EUR",
            net_amount=net,
            tax_amount=tax,
            gross_amount=net + tax,
            delivery_address=place.to_json(),
            invoice_address=customer.address.to_json(),
            as_of=world.now,
        )


def _net_and_tax(lines: list[OrderLineRow]) -> tuple[Decimal, Decimal]:
    net = sum((line.net_amount for line in lines), Decimal(0))
    return net, round_amount(net * TAX / 100, "EUR")


def _rows(batch: list[Made]) -> OrderRows:
    return OrderRows.of(
        [made.order for made in batch],
        [line for made in batch for line in made.lines],
        [shipment for made in batch for shipment in made.shipments],
        [line for made in batch for line in made.shipment_lines],
    )
