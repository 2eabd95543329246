from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from handschlag.core.http.proxies import ProxyMiddleware

PROXY, VISITOR = "10.0.0.1", "203.0.113.7"


@pytest.fixture(autouse=True)
def _trusted(settings: Any) -> None:
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/8"),)


def seen(sender: str, **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=sender)
    ProxyMiddleware(lambda _: HttpResponse())(request)
    return request


def test_trusted_proxy_names_visitor_and_scheme() -> None:
    request = seen(
        PROXY,
        **{
            "x-forwarded-for": VISITOR,
            "x-forwarded-proto": "https",
            "host": "kunden.example",
            "x-forwarded-host": "desk.example",
        },
    )
    assert request.META["REMOTE_ADDR"] == VISITOR
    assert request.is_secure()
    assert request.get_host() == "kunden.example"
    assert "HTTP_X_FORWARDED_HOST" not in request.META


@pytest.mark.parametrize("sender", [VISITOR, "", "unix"])
def test_anybody_else_is_not_believed(sender: str) -> None:
    request = seen(
        sender,
        **{
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-proto": "https",
            "x-forwarded-host": "evil.example",
        },
    )
    assert request.META["REMOTE_ADDR"] == sender
    assert not request.is_secure()
    assert request.get_host() == "testserver"
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@pytest.mark.parametrize(
    ("chain", "visitor"),
    [
        ("198.51.100.9, 203.0.113.7", VISITOR),
        ("203.0.113.7, 10.0.0.2", VISITOR),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("203.0.113.7, rubbish", PROXY),
        ("", PROXY),
    ],
)
def test_visitor_is_the_nearest_that_no_proxy_is(chain: str, visitor: str) -> None:
    assert seen(PROXY, **{"x-forwarded-for": chain}).META["REMOTE_ADDR"] == visitor


def test_strange_scheme_is_ignored() -> None:
    assert seen(PROXY, **{"x-forwarded-proto": "javascript"}).scheme == "http"
