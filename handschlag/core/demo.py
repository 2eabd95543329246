"""What rooms share when they fill the demo company, each its own part, in the house's order."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from handschlag.core.actor import Actor
from handschlag.core.journal import Subject
from handschlag.core.postal import PostalAddress

SATURDAY = 5
DAY = timedelta(days=1)
CLOSED = ((1, 1), (5, 1), (10, 3), (10, 31), (12, 24), (12, 25), (12, 26), (12, 31))
GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY = -2, 1, 39, 50


@dataclass(frozen=True, slots=True)
class Customer:
    """An organisation of the demo; `trade` is what it buys like, `size` how much.

    Of a `known` one somebody is in the cast: the last weeks of its orders are told, not
    thrown; an `eventful` one also has an invoice overdue and something credited. `buyers` order
    when no member does.
    """

    organisation_id: int
    number: str
    name: str
    trade: str
    size: float
    address: PostalAddress
    places: tuple[tuple[int, PostalAddress], ...] = ()
    buyers: tuple[str, ...] = ("",)
    known: bool = False
    eventful: bool = False


@dataclass(slots=True)
class World:
    """One seeded chance for all rooms: the same day gives the same company.

    `now` is the first moment of that day, before which everything has happened; `crowd` the
    number of customers besides those of the cast.
    """

    random: Random
    now: datetime
    by: Actor
    run: Subject
    crowd: int
    customers: list[Customer] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.date()

    def happens(self, share: float) -> bool:
        return self.random.random() < share


def workday(day: date, after: int = 0) -> date:
    """The first working day from `day`, and from there `after` of them on, or back."""
    while not is_workday(day):
        day += DAY
    step = DAY if after > 0 else -DAY
    for _ in range(abs(after)):
        day += step
        while not is_workday(day):
            day += step
    return day


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    """Days on which a wholesaler in Hamburg is closed; Easter by Gauss, right until 2048."""
    moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    easter = date(year, 3, 22) + (moon + sunday) * DAY
    movable = (GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY)
    return frozenset(
        [date(year, *closed) for closed in CLOSED] + [easter + days * DAY for days in movable]
    )
