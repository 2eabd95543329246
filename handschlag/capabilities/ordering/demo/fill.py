"""Two years of orders, more of them in the heating season."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from handschlag.capabilities.ordering.actions import record_orders
from handschlag.capabilities.ordering.demo.catalogue import Article, articles
from handschlag.capabilities.ordering.demo.deliveries import Made, deliver
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow, OrderRows
from handschlag.core.demo import Customer, World, workday
from handschlag.core.money import round_amount
from handschlag.core.postal import PostalAddress
from handschlag.platform.organisations.models import Membership

DAYS = 730
PER_MONTH = {"installer": 0.95, "manager": 0.5, "private": 0.12}
ON_WEEKENDS = 0.15
LIVELY_DAYS, LIVELY_RATE = 7, 0.55
SEASON = (1.2, 1.1, 1.0, 0.8, 0.7, 0.6, 0.55, 0.8, 1.2, 1.45, 1.4, 1.2)
LINES = {"installer": 4, "manager": 2, "private": 1}
DEAREST = {"installer": Decimal(15000), "manager": Decimal(3000), "private": Decimal(700)}
TAX = Decimal(19)
FIRST_NUMBER = 20_001
BATCH = 400
PROJECTS = (
    "BV Hafenstraße",
    "BV Lindenallee",
    "Neubau Nordring",
    "Sanierung Altbau",
    "Lager",
    "Notdienst",
    "Schule Ost",
    "Wartung",
)

Buyer = tuple[int | None, str]


def fill(world: World) -> None:
    """Orders of all customers in the order of their days, with what came of them."""
    goods, buyers = articles(), _buyers()
    made = (
        _made(world, FIRST_NUMBER + nth, customer, moment, goods, buyers)
        for nth, (moment, customer) in enumerate(_occasions(world))
    )
    while batch := list(islice(made, BATCH)):
        record_orders(world.by, rows=_rows(batch), run=world.run)


def _occasions(world: World) -> list[tuple[datetime, Customer]]:
    """When who orders."""
    occasions = []
    for back in range(DAYS, -1, -1):
        day = world.today - timedelta(days=back)
        eagerness = SEASON[day.month - 1] * (1 if workday(day) == day else ON_WEEKENDS)
        for customer in world.customers:
            rate = PER_MONTH[customer.trade] * customer.size * eagerness / 21
            if customer.lively and back <= LIVELY_DAYS:
                rate = LIVELY_RATE
            if world.happens(min(rate, 0.6)):
                clock = time(world.random.randint(6, 16), world.random.randint(0, 59))
                occasions.append((timezone.make_aware(datetime.combine(day, clock)), customer))
    return sorted((o for o in occasions if o[0] <= world.now), key=lambda occasion: occasion[0])


def _made(
    world: World,
    number: int,
    customer: Customer,
    moment: datetime,
    goods: list[Article],
    buyers: dict[int, list[Buyer]],
) -> Made:
    name = f"AB-{number}"
    lines = _lines(world, name, customer, goods)
    site, place = _destination(world, customer)
    person, person_name = _buyer(world, customer, buyers)
    net = sum((line.net_amount for line in lines), Decimal(0))
    tax = round_amount(net * TAX / 100, "EUR")
    order = OrderRow(
        organisation_id=customer.organisation_id,
        number=name,
        site_id=site,
        customer_reference=_reference(world, customer),
        ordered_at=moment,
        changed_at=moment,
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
    return deliver(world, order, lines)


def _lines(
    world: World, order: str, customer: Customer, goods: list[Article]
) -> list[OrderLineRow]:
    affordable = [article for article in goods if article.price <= DEAREST[customer.trade]]
    weights = [article.weight for article in affordable]
    count = 1 + min(int(world.random.expovariate(1 / LINES[customer.trade])), 24)
    chosen = {a.number: a for a in world.random.choices(affordable, weights, k=count)}
    return [
        _line(world, order, customer, position, article)
        for position, article in enumerate(chosen.values(), 1)
    ]


def _line(
    world: World, order: str, customer: Customer, position: int, article: Article
) -> OrderLineRow:
    packs = 1 + min(int(world.random.expovariate(1.2) * customer.size), 8)
    quantity = Decimal(article.pack * packs if customer.trade != "private" else packs)
    discount = Decimal(world.random.choice((0, 0, 5, 8, 12))) / 100
    price = round_amount(article.price * (1 - discount), "EUR")
    return OrderLineRow(
        organisation_id=customer.organisation_id,
        order_number=order,
        position=position * 10,
        article_number=article.number,
        description=article.name,
        quantity=quantity,
        unit=article.unit,
        unit_price=price,
        net_amount=round_amount(price * quantity, "EUR"),
        tax_rate=TAX,
        progress=Progress.RECEIVED,
    )


def _destination(world: World, customer: Customer) -> tuple[int | None, PostalAddress]:
    if not customer.places:
        return None, customer.address
    return world.random.choice(customer.places)


def _reference(world: World, customer: Customer) -> str:
    if customer.trade == "private" or world.happens(0.3):
        return ""
    return f"{world.random.choice(PROJECTS)} {world.random.randint(100, 999)}"


def _buyers() -> dict[int, list[Buyer]]:
    """Members who can have ordered, by organisation."""
    known: dict[int, list[Buyer]] = {}
    for member in Membership.objects.select_related("person"):
        person: Buyer = (member.person_id, member.person.name)
        known.setdefault(member.organisation_id, []).append(person)
    return known


def _buyer(world: World, customer: Customer, buyers: dict[int, list[Buyer]]) -> Buyer:
    known = buyers.get(customer.organisation_id)
    if known:
        return world.random.choice(known)
    return (None, customer.name if customer.trade == "private" else "")


def _rows(batch: list[Made]) -> OrderRows:
    return OrderRows.of(
        [made.order for made in batch],
        [line for made in batch for line in made.lines],
        [shipment for made in batch for shipment in made.shipments],
        [line for made in batch for line in made.shipment_lines],
    )
