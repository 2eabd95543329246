"""Whether we know an address shows in nothing: neither in the answer nor in the work behind it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.statements import overheard
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person
from handschlag.platform.identity.tests.mails import mails

pytestmark = pytest.mark.django_db

UNKNOWN = "wer@da.example"
SIGN_IN, FORGOTTEN = "/sign-in/", "/sign-in/password/"

Step = Callable[[Client, str], Any]


class CountingHasher(MD5PasswordHasher):
    hashed: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.hashed.append(password)
        return super().encode(password, salt)


@dataclass(frozen=True)
class Work:
    """What a request cost and said: statements without their values; the page without the
    address and what is drawn by lot."""

    statements: Counter[str]
    hashes: int
    mails: int
    status: int
    location: str
    words: int


def with_password(login: Login) -> None:
    login.set_password("blaue-tasse-im-regen")


def without_password(login: Login) -> None:
    login.set_unusable_password()


def closed(login: Login) -> None:
    login.is_active = False


@pytest.fixture(params=[with_password, without_password, closed], ids=lambda f: f.__name__)
def known(request: Any, portal_here: None, settings: Any) -> str:
    login = make_login(email="anna@kessler.example")
    other = make_login(make_person("Ben Weber"), email="ben@weber.example")
    settings.PASSWORD_HASHERS = [f"{__name__}.{CountingHasher.__qualname__}"]
    with as_owner():
        request.param(login)
        login.save()
        other.set_password("rote-kanne-im-schnee")
        other.save()
    return login.email


def sign_in_page(browser: Client, email: str) -> Any:
    return browser.get(SIGN_IN)


def password(browser: Client, email: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "password": "geraten"})


def code(browser: Client, email: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "code": "1"})


def code_page(browser: Client, email: str) -> Any:
    return browser.get("/sign-in/code/")


def wrong_code(browser: Client, email: str) -> Any:
    return browser.post("/sign-in/code/", {"code": "abcdef"})


def another_code(browser: Client, email: str) -> Any:
    return browser.post("/sign-in/code/", {"action": "resend"})


def forgotten(browser: Client, email: str) -> Any:
    return browser.post(FORGOTTEN, {"email": email})


def password_code_page(browser: Client, email: str) -> Any:
    return browser.get("/sign-in/password/code/")


def wrong_password_code(browser: Client, email: str) -> Any:
    return browser.post("/sign-in/password/code/", {"code": "abcdef"})


def signed_in(browser: Client, email: str) -> Any:
    """Somebody who wants the address for themselves."""
    form = {"login": "ben@weber.example", "password": "rote-kanne-im-schnee"}
    return browser.post(SIGN_IN, form)


def new_address(browser: Client, email: str) -> Any:
    return browser.post("/account/email/", {"email": email})


def new_address_page(browser: Client, email: str) -> Any:
    return browser.get("/account/email/code/")


def wrong_address_code(browser: Client, email: str) -> Any:
    return browser.post("/account/email/code/", {"code": "abcdef"})


def work(email: str, steps: tuple[Step, ...]) -> Work:
    """Of the last of `steps`."""
    browser = Client()
    *before, last = steps
    for step in before:
        step(browser, email)
    queued, hashed = len(mails()), len(CountingHasher.hashed)
    with overheard() as log:
        response = last(browser, email)
    return Work(
        Counter(sql for sql in log if "SAVEPOINT" not in sql),
        len(CountingHasher.hashed) - hashed,
        len(mails()) - queued,
        response.status_code,
        response.get("Location", ""),
        len(response.content.replace(email.encode(), b"").split()),
    )


WAYS = [
    (password,),
    (password, password),
    (code,),
    (code, sign_in_page),
    (code, code),
    (code, password),
    (code, code_page),
    (code, wrong_code),
    (code, wrong_code, wrong_code),
    (code, another_code),
    (code, forgotten),
    (forgotten,),
    (forgotten, password_code_page),
    (forgotten, wrong_password_code),
    (forgotten, *[wrong_password_code] * 5),
    (code, *[wrong_code] * 5),
    (signed_in, new_address),
    (signed_in, new_address, new_address_page),
    (signed_in, new_address, wrong_address_code),
    (signed_in, new_address, *[wrong_address_code] * 5),
]


@pytest.mark.parametrize(
    "steps", WAYS, ids=lambda steps: "-".join(step.__name__ for step in steps[-2:])
)
@pytest.mark.feature("X19", part="the timing, which the bench compares")
def test_known_and_unknown_addresses_cause_the_same_work(
    known: str, steps: tuple[Step, ...]
) -> None:
    work(UNKNOWN, steps[-1:])  # what is done once in a process
    assert work(known, steps) == work(UNKNOWN, steps)


def test_every_door_works_for_what_it_answers(known: str) -> None:
    tried, asked, lost = (work(UNKNOWN, (step,)) for step in (password, code, forgotten))
    assert (tried.hashes, asked.hashes, lost.hashes) == (1, 0, 0)
    assert (tried.mails, asked.mails, lost.mails) == (0, 1, 1)
    assert all(sum("identity_login" in sql for sql in w.statements) for w in (tried, asked, lost))
