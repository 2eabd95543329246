"""Whether an address is known must not show in how long an answer takes.

Each door is asked about a known and an unknown address in turn, in an order drawn by lot, so that
what the machine does meanwhile falls on both. A difference shows when the interval around the
median of the pairs' differences leaves out zero.
"""

import logging
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from rich.table import Table

from bench.people import OWNER
from handschlag.core.actor import ANONYMOUS
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import DemoCastMember

PAIRS, PAIRS_WITH_HASHES, WARM_UP, RESAMPLES = 250, 100, 5, 2_000
HOST = "localhost"
UNKNOWN = "niemand@nirgendwo.example"
SIGN_IN, FORGOTTEN, NEW_ADDRESS = "/sign-in/", "/sign-in/password/", "/account/email/"

Door = Callable[[Client, str], Any]


@dataclass(frozen=True)
class Comparison:
    """In milliseconds; `low` and `high` hold the true difference with 95 % confidence."""

    median: float
    difference: float
    low: float
    high: float

    @property
    def is_told_apart(self) -> bool:
        return not self.low <= 0 <= self.high


def by_password(browser: Client, email: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "password": "geraten"})


def by_code(browser: Client, email: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "code": "1"})


def forgotten(browser: Client, email: str) -> Any:
    return browser.post(FORGOTTEN, {"email": email})


def new_address(browser: Client, email: str) -> Any:
    return browser.post(NEW_ADDRESS, {"email": email})


DOORS: tuple[tuple[str, Door, int], ...] = (
    ("sign in by password", by_password, PAIRS_WITH_HASHES),
    ("sign in by code", by_code, PAIRS),
    ("forgotten password", forgotten, PAIRS),
    ("new e-mail address", new_address, PAIRS),
)


def table() -> Table:
    logging.disable(logging.WARNING)  # a line for each refused password
    found = Table("door", "ms", "known - unknown", "95 %", "told apart", box=None)
    for name, door, pairs in DOORS:
        said = compared(door, pairs)
        interval = f"{said.low:+.2f} to {said.high:+.2f}"
        verdict = "yes" if said.is_told_apart else "no"
        found.add_row(name, f"{said.median:.1f}", f"{said.difference:+.2f}", interval, verdict)
    return found


def compared(door: Door, count: int) -> Comparison:
    chance = random.Random(1)  # noqa: S311  the order of two questions
    for _ in range(WARM_UP):
        pair(door, chance)
    pairs = [pair(door, chance) for _ in range(count)]
    differences = [of_known - of_unknown for of_known, of_unknown in pairs]
    low, high = interval(differences, chance)
    waited = statistics.median(of_known for of_known, _ in pairs)
    return Comparison(waited, statistics.median(differences), low, high)


def pair(door: Door, chance: random.Random) -> tuple[float, float]:
    """The milliseconds for the known address, and for the unknown one."""
    order = [OWNER, UNKNOWN]
    chance.shuffle(order)
    waited = {email: spent(door, email) for email in order}
    return waited[OWNER], waited[UNKNOWN]


def spent(door: Door, email: str) -> float:
    """Milliseconds that a visitor waits whom no limit holds back; what came of it is undone."""
    with transaction.atomic():
        browser = Client(SERVER_NAME=HOST)
        if door is new_address:
            browser.post("/sign-in/demo/", {"member": _somebody_else()})
        browser.get(SIGN_IN)
        cache.clear()
        begin = time.perf_counter()
        status = door(browser, email).status_code
        waited = (time.perf_counter() - begin) * 1000
        transaction.set_rollback(True)
    if status != (HTTPStatus.OK if door is by_password else HTTPStatus.FOUND):
        raise RuntimeError(f"{door.__name__} answered {status}")
    return waited


def interval(differences: list[float], chance: random.Random) -> tuple[float, float]:
    """Of the median, from drawing the differences anew."""
    medians = sorted(
        statistics.median(chance.choices(differences, k=len(differences))) for _ in range(RESAMPLES)
    )
    return medians[RESAMPLES // 40], medians[-RESAMPLES // 40]


@lru_cache
def _somebody_else() -> int:
    with acting(ANONYMOUS):
        others = DemoCastMember.objects.filter(host=HOST).exclude(login__email=OWNER)
        return others.order_by("rank").values_list("pk", flat=True)[0]
