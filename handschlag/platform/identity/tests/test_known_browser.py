"""A stranger who tries somebody's address limits strangers, not the browser of its owner."""

from http.cookies import Morsel
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from handschlag.platform.identity import known_browser
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.identity.tests.mails import code_in, mails

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
COOKIE = "handschlag_known"
AWAY = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def anna(portal_here: None) -> Login:
    return make_login(email="anna@kessler.example")


def by_password(browser: Client, email: str, password: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "password": password})


def by_code(browser: Client, email: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "code": "1"})


def forgotten(browser: Client, email: str) -> Any:
    return browser.post("/sign-in/password/", {"email": email})


def known(login: Login) -> Client:
    """A browser in which `login` has signed in and out."""
    browser = Client()
    assert by_password(browser, login.email, PASSWORD).status_code == 302
    browser.post("/sign-out/")
    return browser


def cookie(browser: Client) -> Morsel[str]:
    return browser.cookies[COOKIE]


def attack(email: str) -> None:
    """Strangers use up the tries at passwords and the codes for `email`."""
    for _ in range(5):
        by_password(Client(**AWAY), email, "geraten")
        by_code(Client(**AWAY), email)


def test_owner_signs_in_by_password_during_an_attack(anna: Login) -> None:
    mine = known(anna)
    attack(anna.email)
    assert by_password(Client(**AWAY), anna.email, PASSWORD).status_code == 200, "they wait"
    assert by_password(mine, anna.email, PASSWORD).status_code == 302


def test_owner_signs_in_by_code_during_an_attack(anna: Login) -> None:
    mine = known(anna)
    attack(anna.email)
    assert by_code(Client(**AWAY), anna.email).status_code == 200, "they wait"
    assert by_code(mine, anna.email)["Location"] == CODE
    assert mine.post(CODE, {"code": code_in(mails()[-1])})["Location"] == "/"


def test_owner_gets_a_new_password_during_an_attack(anna: Login) -> None:
    mine = known(anna)
    for _ in range(5):
        assert forgotten(Client(**AWAY), anna.email).status_code == 302
    assert forgotten(Client(**AWAY), anna.email).status_code == 200, "they wait"
    assert forgotten(mine, anna.email).status_code == 302


def test_signing_in_by_code_makes_a_browser_known(anna: Login) -> None:
    mine = Client()
    by_code(mine, anna.email)
    assert COOKIE not in mine.cookies, "asking for a code proves nothing"
    mine.post(CODE, {"code": code_in(mails()[-1])})
    mine.post("/sign-out/")
    attack(anna.email)
    assert by_password(mine, anna.email, PASSWORD).status_code == 302


def test_wrong_password_makes_no_browser_known(anna: Login) -> None:
    browser = Client()
    by_password(browser, anna.email, "geraten")
    assert COOKIE not in browser.cookies


def test_known_browser_has_no_more_tries_than_others(anna: Login) -> None:
    mine = known(anna)
    for _ in range(5):
        assert by_password(mine, anna.email, "geraten").status_code == 200
    assert by_password(mine, anna.email, PASSWORD).status_code == 200, "it waits"
    copied = Client()
    copied.cookies[COOKIE] = cookie(mine).value
    assert by_password(copied, anna.email, PASSWORD).status_code == 200, "and so does a copy"
    assert by_password(Client(), anna.email, PASSWORD).status_code == 302


def test_browser_is_known_to_its_own_people_alone(anna: Login) -> None:
    thief = make_login(make_person("Theo Dieb"), email="theo@dieb.example")
    browser = known(thief)
    attack(anna.email)
    assert by_password(browser, anna.email, PASSWORD).status_code == 200
    assert by_password(browser, thief.email, PASSWORD).status_code == 302


def test_shared_browser_knows_its_latest_people(anna: Login, monkeypatch: Any) -> None:
    monkeypatch.setattr(known_browser, "MOST_PEOPLE", 2)
    browser = known(anna)
    for login in (make_login(), make_login()):
        by_password(browser, login.email, PASSWORD)
        browser.post("/sign-out/")
        assert len(signing.loads(cookie(browser).value, salt=known_browser.SALT)[1]) == 2
    attack(anna.email)
    assert by_password(browser, anna.email, PASSWORD).status_code == 200, "the third is forgotten"
    assert by_password(browser, login.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "WyJiIiwgWyJhIl1d:1abcde:geraten"])
def test_forged_cookie_is_worth_nothing(anna: Login, forged: str) -> None:
    attack(anna.email)
    browser = Client()
    browser.cookies[COOKIE] = forged
    assert by_password(browser, anna.email, PASSWORD).status_code == 200


def test_cookie_is_for_the_server_alone_and_names_nobody(anna: Login) -> None:
    morsel = cookie(known(anna))
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    browser, [person] = signing.loads(morsel.value, salt=known_browser.SALT)
    assert len(browser) == 22
    assert len(person) == 32
    assert anna.email not in (browser, person)


def test_browser_is_forgotten_after_a_year(anna: Login) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        mine = known(anna)
        clock.move_to("2027-11-13 09:00:00+00:00")
        attack(anna.email)
        mine.cookies[COOKIE] = cookie(mine).value
        assert by_password(mine, anna.email, PASSWORD).status_code == 200
