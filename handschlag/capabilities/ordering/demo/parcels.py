"""In which parcels an order leaves the house: usually one, what is missing some weeks later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from handschlag.capabilities.ordering.demo.baskets import is_dear, is_freight
from handschlag.capabilities.ordering.demo.stories import Story
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow
from handschlag.core.demo import World, workday

MISSING, PARTLY_THERE = 0.03, 0.4
NOON, TRUCKS_LEAVE = 12, time(15)

Quantities = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Parcel:
    """How much of which position leaves on `day`."""

    day: date
    quantities: Quantities

    @property
    def leaves_at(self) -> datetime:
        return at(self.day, TRUCKS_LEAVE)


def at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def told(world: World, story: Story, lines: list[OrderLineRow]) -> list[Parcel]:
    later = {position: Decimal(quantity) for position, quantity in story.rest.items()}
    first = workday(world.today, story.ships)
    return _parcels(lines, first, later, workday(world.today, story.follows))


def thrown(world: World, order: OrderRow, lines: list[OrderLineRow]) -> list[Parcel]:
    """What is in stock leaves at once; dear things come straight from their makers."""
    ordered_at = timezone.localtime(order.ordered_at)
    is_early = ordered_at.hour < NOON and world.happens(0.5)
    first = workday(ordered_at.date(), 0 if is_early else 1)
    later = {line.position: _missing(world, line) for line in lines if _is_late(world, line)}
    return _parcels(lines, first, later, workday(first, world.random.randint(4, 14)))


def _is_late(world: World, line: OrderLineRow) -> bool:
    return not is_freight(line) and (is_dear(line) or world.happens(MISSING))


def _missing(world: World, line: OrderLineRow) -> Decimal:
    if line.quantity >= 2 and world.happens(PARTLY_THERE):  # noqa: PLR2004  more than one of it
        return line.quantity // 2
    return line.quantity


def _parcels(
    lines: list[OrderLineRow], first: date, later: Quantities, later_day: date
) -> list[Parcel]:
    """Freight is charged with the first goods, whenever these leave."""
    wanted = {line.position: line.quantity for line in lines}
    goods = [line.position for line in lines if not is_freight(line)]
    if all(later.get(position) == wanted[position] for position in goods):
        return [Parcel(later_day, wanted)]
    at_once = {position: wanted[position] - later.get(position, 0) for position in wanted}
    prompt = Parcel(first, {position: left for position, left in at_once.items() if left})
    return [prompt, Parcel(later_day, later)] if later else [prompt]
