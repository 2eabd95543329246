"""Lifetimes and faces of sessions; the clock is moved, the limits are those of production."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login, Session
from handschlag.platform.identity.tests.factories import PASSWORD, make_login
from handschlag.platform.portals.sessions import DESK, PORTAL
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

MINE = "/"
DESK_HOST = {"host": "desk.testserver"}


@pytest.fixture
def anna() -> Login:
    make_portal()
    return make_login()


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        yield clock


def entered(login: Login, **client: Any) -> Client:
    browser = Client(**client)
    response = browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    assert response.status_code == 302
    return browser


def is_in(browser: Client, **extra: Any) -> bool:
    return not browser.get(MINE, **extra)["Location"].startswith("/sign-in/")


def test_session_ends_after_seven_idle_days(anna: Login, clock: Any) -> None:
    browser = entered(anna)
    clock.shift(PORTAL.idle - timedelta(minutes=1))
    assert is_in(browser)
    clock.shift(PORTAL.idle - timedelta(minutes=1))
    assert is_in(browser), "the visit before began the idle time anew"
    clock.shift(PORTAL.idle + timedelta(minutes=1))
    assert not is_in(browser)


def test_session_ends_after_thirty_days_however_busy(anna: Login, clock: Any) -> None:
    browser = entered(anna)
    for _ in range(9):
        clock.shift(timedelta(days=3))
        assert is_in(browser)
    clock.shift(timedelta(days=3, minutes=1))
    assert not is_in(browser)


def test_last_use_is_noted_once_an_hour(anna: Login, clock: Any) -> None:
    browser = entered(anna)
    clock.shift(timedelta(minutes=59))
    assert PORTAL.cookie not in browser.get(MINE).cookies
    clock.shift(timedelta(minutes=2))
    assert PORTAL.cookie in browser.get(MINE).cookies


def test_signing_in_changes_the_key_of_the_session(anna: Login) -> None:
    browser = Client()
    browser.post("/sign-in/", {"login": anna.email, "code": "1"})
    before = browser.cookies[PORTAL.cookie].value
    browser.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    assert browser.cookies[PORTAL.cookie].value != before
    with as_owner():
        assert not Session.objects.filter(pk=before).exists()


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(anna: Login) -> None:
    cookie = entered(anna).cookies[PORTAL.cookie]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["domain"] == ""


def test_each_face_takes_its_own_sessions_alone(anna: Login, settings: Any) -> None:
    settings.DESK_HOST, settings.PUBLIC_URL = "desk.testserver", "http://testserver"
    at_portal, at_desk = entered(anna), entered(anna, headers=DESK_HOST)
    assert set(at_portal.cookies) & {PORTAL.cookie, DESK.cookie} == {PORTAL.cookie}
    assert set(at_desk.cookies) & {PORTAL.cookie, DESK.cookie} == {DESK.cookie}

    smuggled = Client(headers=DESK_HOST)
    smuggled.cookies[DESK.cookie] = at_portal.cookies[PORTAL.cookie].value
    assert not is_in(smuggled)
    smuggled = Client()
    smuggled.cookies[PORTAL.cookie] = at_desk.cookies[DESK.cookie].value
    assert not is_in(smuggled)


def test_desk_sessions_live_shorter(anna: Login, clock: Any, settings: Any) -> None:
    settings.DESK_HOST, settings.PUBLIC_URL = "desk.testserver", "http://testserver"
    browser = entered(anna, headers=DESK_HOST)
    clock.shift(DESK.idle - timedelta(minutes=1))
    assert is_in(browser)
    clock.shift(DESK.idle + timedelta(minutes=1))
    assert not is_in(browser)


def test_invented_session_key_is_nobody(anna: Login) -> None:
    browser = Client()
    browser.cookies[PORTAL.cookie] = "a" * 32
    assert not is_in(browser)
