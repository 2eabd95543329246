"""The least that a list of 25 orders can cost: one prepared statement, one template, raw ASGI."""

import os
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import psycopg
from jinja2 import Template

LAST_ORDERS = """
select public_id, number, customer_reference, ordered_at, progress, gross_amount, currency
from ordering_order where organisation_id = %s order by ordered_at desc, id desc limit 25
"""
# What stands around the rows is here what it is for most readers: the same every time.
PAGE = Template(
    "<!doctype html><title>Orders</title>" + "<!-- menu, search, footer -->" * 230 + "<table>"
    "{% for id, number, reference, day, progress, amount, currency in rows %}"
    "<tr role='row' class='has-link'><td role='cell' class='is-text is-title'>"
    "<a class='row-link' href='/orders/{{ id }}/'>{{ number }}</a>"
    "<span class='cell-hint'>{{ reference }}</span></td>"
    "<td role='cell' class='is-text is-detail'>{{ day }}</td>"
    "<td role='cell' class='is-text is-status'><span class='badge tone-{{ progress }}'>"
    "<svg class='icon'><use href='/static/icons.svg#{{ progress }}'></use></svg>{{ progress }}"
    "</span></td><td role='cell' class='is-number is-amount'>{{ amount }} {{ currency }}</td></tr>"
    "{% endfor %}</table>",
    autoescape=True,
)


class Limit:
    """Answers `/?organisation=ID`."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection | None = None

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        page = await self._page(int(parse_qs(scope["query_string"]).get(b"organisation", [0])[0]))
        headers = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": page})

    async def _page(self, organisation: int) -> bytes:
        if self._connection is None:
            self._connection = await _connected()
        cursor = await self._connection.execute(LAST_ORDERS, [organisation], prepare=True)
        return PAGE.render(rows=[_shown(*row) for row in await cursor.fetchall()]).encode()


async def _connected() -> psycopg.AsyncConnection:
    url = os.environ["DATABASE_URL"]
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    await connection.execute("set role handschlag_system")
    return connection


def _shown(*row: Any) -> tuple[str, ...]:
    moment: datetime
    amount: Decimal
    *texts, moment, progress, amount, currency = row
    return (*texts, moment.strftime("%d.%m.%Y"), progress, f"{amount:,.2f}", currency)


application = Limit()
