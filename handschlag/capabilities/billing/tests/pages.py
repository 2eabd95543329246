from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client

LIST = "/invoices/"
EXPORT = "/invoices/export/"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
LATE = TODAY - timedelta(days=3)


def shown(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def numbers(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{LIST}{query}")
    return [row.cells[0].text for row in response.context["table"].rows]


def body(response: Any) -> bytes:
    return b"".join(response)
