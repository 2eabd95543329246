"""The same guards on every answer: each route, with each method, asked by whom it may be."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from handschlag.core.checks import routes
from handschlag.faces.portal import pages
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
HOSTILE = {"origin": "https://evil.example", "referer": "https://evil.example/"}
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TELL_TALES = ("Access-Control-Allow-Origin", "Server", "X-Powered-By", "X-Django-Version")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
}
COOKIES = {"handschlag_portal", "handschlag_csrf", "handschlag_language", "handschlag_theme"}
ARGUMENT = re.compile(r"<[^>]*>|\(\?P<\w+>[^)]*\)")


@pytest.fixture
def customer() -> Login:
    kessler = make_organisation()
    admit(make_portal(), kessler)
    login = make_login(make_person("Anna Kessler"))
    make_membership(login.person, kessler, make_role("ordering.read", "billing.read"))
    return login


def addresses() -> Iterator[str]:
    for pattern, _ in routes():
        yield "/" + ARGUMENT.sub("1", pattern).strip("^$")
    yield from ("/nichts/", "/invoices/1/x.css", "/static/nichts.js", "/healthz", "/readyz")
    yield from ("/orders/?after=invented", "/.git/config", "/debug/")


def problems(response: Any) -> Iterator[str]:
    for name, value in GUARDS.items():
        if response.get(name) != value:
            yield f"{name}: {response.get(name)}"
    yield from (f"tells {name}" for name in TELL_TALES if name in response)
    yield from (f"sets {name}" for name in set(response.cookies) - COOKIES)
    if policy_of(response) not in (POLICY, {"default-src": "'none'", "sandbox": ""}):
        yield f"policy: {response.get('Content-Security-Policy')}"
    kept = response.get("Cache-Control", "")
    if "public" not in kept and "no-store" not in kept:
        yield f"may be kept by others: {kept}"


def policy_of(response: Any) -> dict[str, str]:
    parts = response.get("Content-Security-Policy", "").split(";")
    return {name: value for name, _, value in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize("is_customer", [False, True], ids=["stranger", "customer"])
def test_every_answer_carries_the_guards(customer: Login, is_customer: bool) -> None:
    found, statuses = [], set()
    for address in addresses():
        for method in METHODS:
            browser = signed_in(customer) if is_customer else Client()
            browser.raise_request_exception = False
            response = browser.generic(method, address, headers=HOSTILE)
            statuses.add(response.status_code)
            found += [f"{method} {address} {response.status_code} {p}" for p in problems(response)]
    assert found == []
    assert {200, 302, 404, 405} <= statuses
    assert HTTPStatus.INTERNAL_SERVER_ERROR not in statuses


def test_failure_carries_the_guards(customer: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: HttpRequest) -> None:
        raise RuntimeError("a room is broken")

    monkeypatch.setattr(pages, "active_organisation", broken)
    response = signed_in(customer, raise_request_exception=False).get("/")
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert list(problems(response)) == []


def test_unknown_host_carries_the_guards(customer: Login) -> None:
    response = Client(headers={"host": "elsewhere.example"}).get("/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert list(problems(response)) == []


def test_answers_over_tls_ask_for_tls(customer: Login, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 63_072_000
    response = Client().get("/nichts/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
