"""Somebody with many addresses guesses at one login; its owner signs in all the same."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.write_guard import unguarded
from handschlag.platform.identity.actions import create_login, create_person
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.pages import SignIn
from handschlag.platform.identity.tests.factories import PASSWORD
from handschlag.platform.identity.tests.mails import code_in, mails
from handschlag.platform.portals.models import Portal

SYSTEM = system_actor("test")
FORM = "application/x-www-form-urlencoded"
ANNA = "anna@kessler.example"
SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
ADDRESSES, TRIES, ROUNDS = 2_000, 10_000, 20
FREE = 5  # wrong guesses until everybody has to wait
PAUSE = timedelta(minutes=5)


@pytest.fixture
def anna(committed_db: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Login:
    """Hashing is cheap here and the page short: the limits do not care for either."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(SignIn, "template_name", "identity/demo_mail.html")
    with acting(SYSTEM), unguarded():
        Portal.objects.create(host="testserver", name={"de": "Portal"}, company_name="Brenner")
        person = create_person(SYSTEM, person=Person(name="Anna Kessler"))
        return create_login(SYSTEM, person=person, email=ANNA, password=PASSWORD)


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def by_password(browser: Client, password: str, **environment: str) -> int:
    form = urlencode({"login": ANNA, "password": password})
    return int(browser.post(SIGN_IN, form, content_type=FORM, **environment).status_code)


def attackers() -> Iterator[str]:
    """Their addresses: each in turn, all of them several times."""
    for number in range(TRIES):
        place = number % ADDRESSES
        yield f"10.9.{place // 250}.{place % 250}"


def guess(addresses: Iterator[str], count: int) -> set[int]:
    """What the door says: after some wrong guesses they know the password, and say it each time."""
    answers, browser = set(), Client()
    for number in range(count):
        password = f"geraten{number}" if number < FREE else PASSWORD
        answers.add(by_password(browser, password, REMOTE_ADDR=next(addresses)))
        browser.cookies.clear()
    return answers


def entries() -> list[str]:
    with acting(SYSTEM):
        return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def test_ten_thousand_guesses_let_nobody_in_but_the_owner(anna: Login, quiet: None) -> None:
    mine, addresses, answers = Client(), attackers(), set()
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        assert by_password(mine, PASSWORD) == 302
        for turn in range(ROUNDS):
            answers |= guess(addresses, TRIES // ROUNDS)
            if turn == ROUNDS // 3:
                mine.post("/sign-out/")
                assert by_password(mine, PASSWORD) == 302, "from the browser that knows them"
            if turn == ROUNDS // 2:
                strange = Client()
                strange.post(SIGN_IN, {"login": anna.email, "code": "1"})
                assert strange.post(CODE, {"code": code_in(mails()[-1])})["Location"] == "/"
            clock.shift(PAUSE)
    assert next(addresses, None) is None, "all tries have been made"
    assert answers == {200}
    assert entries().count("identity.signed_in") == 3
