"""What a guard reads in the log when somebody is refused, and what no line holds."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from handschlag.config.tests.conftest import Lines
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, signed_in
from handschlag.platform.identity.tests.mails import code_in, mails
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
NO_INVOICE = "/invoices/abcdefghijklmnopqrstuv/"
EMAIL, TYPED, VISITOR = "anna@kessler.example", "hunter2-hunter2", "203.0.113.7"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1/32"),)


@pytest.fixture
def browser(portal_here: None) -> Client:
    make_login(email=EMAIL)
    return Client(headers={"x-forwarded-for": VISITOR})


def refusals(lines: Lines) -> list[dict[str, object]]:
    return [line for line in lines.new() if line["event"] == "refused"]


def whats(lines: Lines) -> list[object]:
    return [line["what"] for line in refusals(lines)]


def guess(browser: Client, email: str = EMAIL, **headers: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "password": TYPED}, headers=headers)


@pytest.mark.parametrize("email", [EMAIL, "nobody@there.example"])
def test_refused_sign_in_is_noted(lines: Lines, browser: Client, email: str) -> None:
    answer = guess(browser, email)
    logged = lines.getvalue()
    [line] = refusals(lines)
    del line["timestamp"]
    assert line == {
        "event": "refused",
        "what": "sign_in",
        "address": VISITOR,
        "method": "POST",
        "path": SIGN_IN,
        "person": None,
        "request_id": answer["X-Request-Id"],
        "level": "warning",
        "logger": "handschlag.refusals",
    }
    assert TYPED not in logged
    assert email not in logged


def test_invented_address_is_not_believed(lines: Lines, browser: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ()
    guess(browser)
    assert [line["address"] for line in refusals(lines)] == ["127.0.0.1"]


def test_successful_sign_in_is_no_refusal(lines: Lines, browser: Client) -> None:
    browser.post(SIGN_IN, {"login": EMAIL, "password": PASSWORD})
    assert refusals(lines) == []


def test_too_many_guesses_are_noted(lines: Lines, browser: Client) -> None:
    for _ in range(6):
        guess(browser)
    assert whats(lines) == ["sign_in"] * 5 + ["limit"]


def test_too_many_codes_are_noted(lines: Lines, browser: Client) -> None:
    for _ in range(6):
        browser.post(SIGN_IN, {"login": EMAIL, "code": "1"})
    assert whats(lines) == ["limit"]


def test_too_many_requests_are_noted(lines: Lines, browser: Client) -> None:
    answers = [guess(browser, f"{number}@there.example").status_code for number in range(31)]
    assert answers[-1] == 429
    assert whats(lines)[-1] == "limit"


def test_wrong_code_is_noted_without_the_code(lines: Lines, browser: Client) -> None:
    browser.post(SIGN_IN, {"login": EMAIL, "code": "1"})
    wrong = f"{(int(code_in(mails()[-1])) + 1) % 1_000_000:06}"
    lines.new()
    browser.post(CODE, {"code": wrong})
    assert wrong not in lines.getvalue()
    assert whats(lines) == ["code"]


def test_missing_right_is_noted_with_the_person(lines: Lines) -> None:
    organisation = make_organisation()
    admit(make_portal(), organisation)
    login = make_login()
    make_membership(login.person, organisation, make_role("ordering.read"))
    browser = signed_in(login)
    lines.new()
    assert browser.get("/orders/").status_code == 200
    assert browser.get("/invoices/").status_code == 403
    assert browser.get(NO_INVOICE).status_code == 404
    assert [(line["what"], line["path"], line["person"]) for line in refusals(lines)] == [
        ("permission", "/invoices/", login.person.pk),
        ("permission", NO_INVOICE, login.person.pk),
    ]


def test_form_of_another_site_is_noted(lines: Lines, browser: Client) -> None:
    Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": EMAIL, "password": TYPED})
    logged = lines.getvalue()
    assert whats(lines) == ["csrf"]
    assert TYPED not in logged
