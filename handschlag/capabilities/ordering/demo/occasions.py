"""When who orders: two years, more in the heating season, and at the end the stories."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from handschlag.capabilities.ordering.demo.stories import STORIES, Story
from handschlag.core.demo import Customer, World, is_workday

DAYS = 730
PER_MONTH = {"installer": 0.95, "manager": 0.5, "private": 0.12}
WORKDAYS_A_MONTH, MOST_A_DAY, ON_CLOSED_DAYS = 21, 0.6, 0.08
SEASON = (1.2, 1.1, 1.0, 0.8, 0.7, 0.6, 0.55, 0.8, 1.2, 1.45, 1.4, 1.2)
# Of customers that the cast knows, stories tell this many days.
TOLD_DAYS = 30
RETOLD = "K-1001"


@dataclass(frozen=True, slots=True)
class Occasion:
    moment: datetime
    customer: Customer
    story: Story | None = None

    @property
    def site(self) -> int | None:
        """Which of the customer's sites orders, where a story says so."""
        return self.story.site if self.story else None


def occasions(world: World) -> list[Occasion]:
    known = {customer.number: customer for customer in world.customers}
    told = [Occasion(story.moment(world), known[story.number], story) for story in STORIES]
    return sorted([*_thrown(world), *told], key=lambda occasion: occasion.moment)


def retold(world: World) -> list[Occasion]:
    """The last weeks of one of the cast, as if they were those of each customer."""
    occasions = [
        Occasion(story.moment(world), customer, replace(story, site=None))
        for customer in world.customers
        for story in STORIES
        if story.number == RETOLD
    ]
    return sorted(occasions, key=lambda occasion: occasion.moment)


def _thrown(world: World) -> Iterator[Occasion]:
    for back in range(DAYS, 0, -1):
        day = world.today - timedelta(days=back)
        eagerness = SEASON[day.month - 1] * (1 if is_workday(day) else ON_CLOSED_DAYS)
        for customer in world.customers:
            rate = PER_MONTH[customer.trade] * customer.size * eagerness / WORKDAYS_A_MONTH
            is_told = customer.known and back <= TOLD_DAYS
            if not is_told and world.happens(min(rate, MOST_A_DAY)):
                yield Occasion(_moment(world, day), customer)


def _moment(world: World, day: date) -> datetime:
    clock = time(world.random.randint(6, 16), world.random.randint(0, 59))
    return timezone.make_aware(datetime.combine(day, clock))
