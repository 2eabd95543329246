"""Everything that is measured, in the order of the table."""

import os
from collections.abc import Iterator

import psycopg

from bench import heavy, people
from bench.browser import Browser
from bench.history import LARGE, MODEL
from bench.listening import told
from bench.pages import first_row, limit_of_pages, measured, pages
from bench.place import FOLDER, PORT
from bench.processes import Served, served
from bench.results import Result, result_of
from handschlag.capabilities.ordering.models import Order
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.live import PLACE
from handschlag.core.live.calls import CALL
from handschlag.platform.organisations.models import Organisation

BY = system_actor("bench")
LIMIT_PORT = PORT + 1
WEB = ("handschlag", "web", "--port", str(PORT), "--workers", "1", "--threads", "1")
LIVE = ("handschlag", "live", "--port", str(PORT))
GRANIAN = ("granian", "--interface", "asgi", "--no-ws", "--port", str(LIMIT_PORT))
UVICORN = ("uvicorn", "--port", str(LIMIT_PORT), "--log-level", "critical")
GRACE = ("--timeout-graceful-shutdown", "1")
CONNECTIONS_EACH = 12
IMPORTED = 5_000
ORDER = Order._meta.label_lower


def measure(superuser: str) -> Iterator[Result]:
    visitors, owner = people.visitors(), people.owner()
    with served(PORT, *WEB) as web:
        with served(LIMIT_PORT, *GRANIAN, "bench.limit:application") as bare:
            limit = limit_of_pages(bare, _organisations())
            for page in pages(web, visitors, owner):
                yield measured(page, web, limit)
            ours, least = (server.megabytes()[0] for server in (web, bare))
            yield Result("memory of a web process", "the limit's", ours, least, unit="MB")
        yield from _files(web, owner, superuser)
        yield result_of("sign-in", "the password's hash", heavy.sign_in(web))
    yield from _imports(superuser)
    yield from _live()


def _organisations() -> list[int]:
    with acting(BY):
        copies = Organisation.objects.filter(number__startswith=f"{MODEL}-")
        return list(copies.values_list("pk", flat=True))


def _files(web: Served, owner: str, superuser: str) -> Iterator[Result]:
    with acting(BY):
        large = Organisation.objects.get(number=LARGE).pk
    with psycopg.connect(superuser) as connection:
        bare = heavy.bare_export(connection, large)
        rows = f"{bare():,} rows"
        for file_format in ("csv", "xlsx"):
            cost = heavy.export(web, owner, file_format, bare)
            yield result_of(f"{file_format.upper()}, {rows}", "statement and CSV writer", cost)
    order = first_row(web, "/orders/", owner)
    yield result_of("PDF of an order", "an empty PDF", heavy.paper(web, owner, order))


def _imports(superuser: str) -> Iterator[Result]:
    lines, cost = heavy.first_load(FOLDER, IMPORTED, superuser)
    limit = "COPY and upsert of lines"
    yield result_of(f"import, {lines:,} lines (waited)", limit, cost)
    yield result_of("the same again (waited)", limit, heavy.same_again(FOLDER, IMPORTED, superuser))


def _live() -> Iterator[Result]:
    cookies = people.listeners() * CONNECTIONS_EACH
    with served(PORT, *LIVE) as live, psycopg.connect(os.environ["DATABASE_URL"]) as caller:
        caller.autocommit = True
        change = [ORDER, _an_order(), False]
        ours = told(live, f"/{PLACE}", cookies, lambda: caller.execute(CALL, change))
    with served(LIMIT_PORT, *UVICORN, *GRACE, "bench.streams:application") as bare:
        browser = Browser(LIMIT_PORT)
        limit = told(bare, "/", cookies, lambda: browser.get("/tell"))
    limit_is = "queues under uvicorn"
    name = f"{ours.listeners:,} listeners"
    yield Result(f"{name}: the last hears", limit_is, ours.milliseconds, limit.milliseconds)
    yield Result(f"{name}: work", limit_is, ours.processor, limit.processor)
    yield Result("memory of one", limit_is, ours.kilobytes_each, limit.kilobytes_each, unit="kB")


def _an_order() -> int:
    with acting(BY):
        return Order.objects.filter(organisation__number=LARGE).latest("ordered_at").pk
