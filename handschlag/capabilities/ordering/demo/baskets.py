"""What is in an order: articles that the trade buys, at the customer's own prices."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zlib import crc32

from handschlag.capabilities.ordering.demo.catalogue import Article, articles
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.recording import OrderLineRow
from handschlag.core.demo import Customer, World
from handschlag.core.money import round_amount

TAX = Decimal(19)
USUAL_LINES = {"installer": 4, "manager": 2, "private": 1}
MOST_LINES = 24
DEAREST = {"installer": Decimal(16000), "manager": Decimal(3000), "private": Decimal(600)}
# From this price on nobody takes a pile of them, and the company does not have it in stock.
DEAR, COSTLY = Decimal(1000), Decimal(200)
# Per cent off, by customer and family of articles: installers have conditions, others few.
CONDITIONS = {"installer": (5, 8, 10, 12, 15, 18), "manager": (0, 0, 3, 5), "private": (0,)}
YEARLY_RISE = Decimal("0.03")
FREE_FROM = Decimal(150)
FREIGHT = Article("FR-110", "Frachtpauschale", "LS", Decimal("8.90"), 1, 0, frozenset())


@dataclass(frozen=True, slots=True)
class Basket:
    """Who orders under which number; lines are priced as of `day`."""

    customer: Customer
    order: str
    day: date


class Shelf:
    """All articles, and what of them each trade can be expected to buy."""

    def __init__(self) -> None:
        self._by_number = {article.number: article for article in articles()}
        self._by_trade = {trade: self._bought_by(trade) for trade in USUAL_LINES}

    def _bought_by(self, trade: str) -> list[Article]:
        return [
            article
            for article in self._by_number.values()
            if trade in article.trades and article.price <= DEAREST[trade]
        ]

    def chosen(self, goods: str) -> list[tuple[Article, int]]:
        """`UP-120*2 TK-110*10` as articles and quantities."""
        pairs = [entry.split("*") for entry in goods.split()]
        return [(self._by_number[number], int(quantity)) for number, quantity in pairs]

    def thrown(self, world: World, customer: Customer) -> list[tuple[Article, int]]:
        offered = self._by_trade[customer.trade]
        weights = [article.weight for article in offered]
        count = int(world.random.expovariate(1 / USUAL_LINES[customer.trade]))
        picked = world.random.choices(offered, weights, k=1 + min(count, MOST_LINES))
        unique = {article.number: article for article in picked}.values()
        return [(article, _quantity(world, customer, article)) for article in unique]


def lines_of(world: World, basket: Basket, goods: list[tuple[Article, int]]) -> list[OrderLineRow]:
    lines = [
        _line(world, basket, nth * 10, article, quantity)
        for nth, (article, quantity) in enumerate(goods, 1)
    ]
    if sum(line.net_amount for line in lines) < FREE_FROM:
        lines.append(_line(world, basket, len(lines) * 10 + 10, FREIGHT, 1))
    return lines


def is_dear(line: OrderLineRow) -> bool:
    return line.unit_price >= DEAR


def is_freight(line: OrderLineRow) -> bool:
    return line.article_number == FREIGHT.number


def _quantity(world: World, customer: Customer, article: Article) -> int:
    packs = 1 + int(world.random.expovariate(1.2) * customer.size)
    if customer.trade == "private":
        return min(packs, 2)
    if article.price >= DEAR:
        return 1 + world.happens(0.1)
    if article.price >= COSTLY:
        return min(packs, 3)
    smaller = 1 if customer.trade == "installer" else 2
    return max(article.pack // smaller, 1) * min(packs, 8)


def _line(
    world: World, basket: Basket, position: int, article: Article, quantity: int
) -> OrderLineRow:
    price = _price(world, basket, article)
    return OrderLineRow(
        organisation_id=basket.customer.organisation_id,
        order_number=basket.order,
        position=position,
        article_number=article.number,
        description=article.name,
        quantity=Decimal(quantity),
        unit=article.unit,
        unit_price=price,
        net_amount=round_amount(price * quantity, "EUR"),
        tax_rate=TAX,
        progress=Progress.RECEIVED,
    )


def _price(world: World, basket: Basket, article: Article) -> Decimal:
    """Every January prices rise; what a customer gets off stays the same."""
    if article is FREIGHT:
        return article.price
    customer = basket.customer
    conditions = CONDITIONS[customer.trade]
    family = article.number.partition("-")[0]
    off = Decimal(conditions[crc32(f"{customer.number}{family}".encode()) % len(conditions)])
    rises = world.today.year - basket.day.year
    return round_amount(article.price * (1 - off / 100) * (1 - YEARLY_RISE) ** rises, "EUR")
