"""The pages that customers see most, each through a real server and everything in it."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import cycle

from django.test import Client

from bench.browser import Browser
from bench.comparing import Meter, compared
from bench.processes import Served
from bench.results import Result, result_of
from handschlag.core.tests.statements import counted_statements

FIRST_ROW = re.compile(r'class="row-link" href="([^"]+)"')
OLDER = re.compile(r'rel="next" href="([^"]+)"')
CALLS, CALLS_OF_LIMIT = 40, 1_000
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Page:
    """`visits` are paths with the cookies of those who call them, in turn."""

    name: str
    visits: list[tuple[str, str]]
    calls: int = CALLS


def pages(web: Served, visitors: list[str], owner: str) -> Iterator[Page]:
    """Of people with as many orders as is usual, and of one who has thousands."""
    for name, path in (("order", "/orders/"), ("invoice", "/invoices/")):
        yield Page(f"{name} list", [(path, cookie) for cookie in visitors])
        yield Page(name, [(first_row(web, path, cookie), cookie) for cookie in visitors])
    yield Page("home", [("/", cookie) for cookie in visitors])
    yield Page("order list of thousands", [("/orders/", owner)])
    yield Page(f"its page {DEPTH}", [(_deep(web, owner), owner)])
    yield Page("search, rare word", [("/orders/?q=1001-00007", owner)])
    yield Page("sign-in form", [("/sign-in/", "")])


def measured(page: Page, web: Served, limit: Meter) -> Result:
    browser, turn = Browser(web.port), cycle(page.visits)
    ours = Meter(lambda: browser.get(*next(turn)), page.calls, web.processor_seconds)
    path, cookie = page.visits[0]
    compressed = browser.get(path, cookie)
    return result_of(
        page.name,
        "a bare list",
        compared(ours, limit),
        statements=_statements(path, cookie),
        bytes=len(browser.text(path, cookie).encode()),
        bytes_compressed=len(compressed),
    )


def limit_of_pages(server: Served, organisations: list[int]) -> Meter:
    browser = Browser(server.port)
    random.shuffle(organisations)
    turn = cycle(f"/?organisation={organisation}" for organisation in organisations)
    return Meter(lambda: browser.get(next(turn)), CALLS_OF_LIMIT, server.processor_seconds)


def _statements(path: str, cookie: str) -> int:
    with counted_statements() as statements:
        Client(SERVER_NAME="localhost", headers={"cookie": cookie}).get(path)
    return len(statements)


def first_row(web: Served, path: str, cookie: str) -> str:
    """Where the first row of a list leads."""
    return _found(FIRST_ROW, Browser(web.port).text(path, cookie), path)


def _deep(web: Served, cookie: str) -> str:
    browser, path = Browser(web.port), "/orders/"
    for _ in range(DEPTH - 1):
        path = "/orders/" + unescape(_found(OLDER, browser.text(path, cookie), path))
    return path


def _found(pattern: re.Pattern[str], text: str, path: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise RuntimeError(f"{path} shows no such link")
    return match[1]
