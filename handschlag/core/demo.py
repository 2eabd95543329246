"""What rooms share when they fill the demo company, each its own part, in the house's order."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from handschlag.core.actor import Actor
from handschlag.core.journal import Subject
from handschlag.core.postal import PostalAddress

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Customer:
    """An organisation of the demo; `trade` is what it buys like, `size` how much.

    A `lively` one, whom visitors see first, has orders in every state and bills to pay.
    """

    organisation_id: int
    number: str
    name: str
    trade: str
    size: float
    address: PostalAddress
    places: tuple[tuple[int, PostalAddress], ...] = ()
    lively: bool = False


@dataclass(slots=True)
class World:
    """One seeded chance for all rooms: the same day gives the same company."""

    random: Random
    now: datetime
    by: Actor
    run: Subject
    customers: list[Customer] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.date()

    def happens(self, share: float) -> bool:
        return self.random.random() < share


def workday(day: date, after: int = 0) -> date:
    """The day that lies `after` working days behind `day`, or the first one from it."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    for _ in range(after):
        day += timedelta(days=3 if day.weekday() == SATURDAY - 1 else 1)
    return day
