import gzip
import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any
from wsgiref.util import setup_testing_defaults

import psycopg
from django.db import connections
from django.test import Client

from handschlag.config.wsgi import application
from handschlag.core.actor import ANONYMOUS, system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.statements import counted_statements

FIRST_ROW = re.compile(r'class="row-link" href="([^"]+)"')
LAST_ORDERS = """
select number, customer_reference, ordered_at, progress, gross_amount, currency
from ordering_order where organisation_id = %s order by ordered_at desc, id desc limit 25
"""
VISITOR = "s.kessler@kessler-haustechnik.example"


@dataclass(frozen=True)
class Visit:
    """A page as a signed-in customer calls it, through everything but the socket."""

    name: str
    path: str
    cookie: str

    def call(self) -> bytes:
        environment: dict[str, Any] = {
            "PATH_INFO": self.path,
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT_LANGUAGE": "de",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        setup_testing_defaults(environment)
        answers: list[str] = []
        body = b"".join(application(environment, lambda status, _: answers.append(status)))
        if answers != ["200 OK"]:
            raise RuntimeError(f"{self.path} answered {answers}")
        return body

    def statements(self) -> int:
        with counted_statements() as statements:
            self.call()
        return len(statements)

    def weight(self) -> float:
        return len(gzip.compress(self.call(), 6)) / 1024


def visits() -> Iterator[Visit]:
    browser = Client(SERVER_NAME="localhost")
    browser.post("/sign-in/demo/", {"member": _member()})
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    yield Visit("home", "/", cookie)
    for name, path in (("orders", "/orders/"), ("invoices", "/invoices/")):
        yield Visit(name, path, cookie)
        yield Visit(name.removesuffix("s"), _first(browser, path), cookie)
    yield Visit("sign in", "/sign-in/", "")


@contextmanager
def limit() -> Iterator[Callable[[], str]]:
    """The last 25 orders by one prepared statement, and their numbers in 20 kB of HTML."""
    with ExitStack() as stack:
        params = connections["default"].get_connection_params()
        names = ("host", "user", "dbname")
        connection = stack.enter_context(
            psycopg.connect(**{name: params[name] for name in names if params.get(name)})
        )
        connection.execute("set role handschlag_system")
        organisation = _organisation()
        filling = "<!-- -->" * 80

        def page() -> str:
            rows = connection.execute(LAST_ORDERS, [organisation], prepare=True).fetchall()
            return "".join(
                f"<tr><td>{'<td>'.join(escape(str(value)) for value in row)}{filling}"
                for row in rows
            )

        yield page


def _member() -> int:
    from handschlag.platform.identity.models import DemoCastMember

    with acting(ANONYMOUS):
        return DemoCastMember.objects.get(login__email=VISITOR).pk


def _organisation() -> int:
    from handschlag.platform.organisations.models import Membership

    with acting(system_actor("bench")):
        return Membership.objects.get(person__email=VISITOR).organisation_id


def _first(browser: Client, path: str) -> str:
    found = FIRST_ROW.search(browser.get(path).content.decode())
    if found is None:
        raise RuntimeError(f"{path} shows no row")
    return found[1]
