"""What no browser sends gets an answer all the same, and changes nothing."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.core.actor import system_actor
from handschlag.core.cache import COUNTERS
from handschlag.core.isolation import acting
from handschlag.core.mail import outbox
from handschlag.core.mail.models import OutgoingMail
from handschlag.platform.identity.tests.factories import PASSWORD, make_login

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize("path", ["/orders/%00/", "/invoices/%00/", "/invoices/%00/document/"])
def test_nul_in_an_address_is_not_there(cast: Cast, path: str) -> None:
    assert cast.anna.browser().get(path).status_code == 404


@pytest.mark.parametrize("key", ['"abcdefghij\\000klmnopqrstu"', "x" * 31 + "é", "a" * 5000])
def test_cookie_that_can_be_no_key_is_nobody(cast: Cast, key: str) -> None:
    browser = Client(headers={"cookie": f"handschlag_portal={key}"})
    assert browser.get("/orders/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("action", ["/sign-in/", "/sign-in/password/"])
def test_address_that_is_too_long_is_told_so(cast: Cast, action: str) -> None:
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"
    names = dict.fromkeys(("login", "email"), address)
    response = Client().post(action, {**names, "action": "code"})
    assert response.status_code == 200
    with acting(SYSTEM):
        assert not OutgoingMail.objects.exists()


def test_long_company_name_can_send_mail() -> None:
    with acting(SYSTEM):
        outbox.send("eva@kern.example", "Hallo", "Text", sender_name="Wärme " * 30)
        assert len(OutgoingMail.objects.get().sender_name) <= 120


def test_counters_of_limits_count_whoever_is_signed_in(cast: Cast) -> None:
    name = f"{COUNTERS}reset:1"
    cache.set(name, [1], 3600)
    with acting(cast.anna.actor):
        assert cache.get(name) == [1]
        cache.set("seen", 1, 3600)
    assert cache.get("seen") is None


def test_no_counter_falls_out_for_other_counters() -> None:
    cache.set(f"{COUNTERS}first", [1], 3600)
    for number in range(400):
        cache.set(f"{COUNTERS}other{number}", [1], 3600)
    assert cache.get(f"{COUNTERS}first") == [1]


def test_pages_of_the_portal_are_not_at_the_desk(cast: Cast, settings: Settings) -> None:
    settings.DESK_HOST = "desk.testserver"
    settings.PUBLIC_URL = "http://testserver"
    login = make_login(cast.anna.person)
    for host, status in (("testserver", 200), ("desk.testserver", 404)):
        browser = Client(headers={"host": host})
        names = {"login": login.email, "password": PASSWORD}
        assert browser.post("/sign-in/", names).status_code == 302
        assert browser.get("/orders/").status_code == status
