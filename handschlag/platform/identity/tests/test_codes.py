"""Wrong, expired and further codes: what the page says, and that it always leads on."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login
from handschlag.platform.identity.tests.mails import code_in, mails

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
ASK, PASSWORD_CODE = "/sign-in/password/", "/sign-in/password/code/"
ADDRESSES = pytest.mark.parametrize("email", ["anna@kessler.example", "wer@da.example"])
USED_UP = "Zu viele falsche Codes. Zu Ihrem Schutz gilt dieser Code nicht mehr."
EXPIRED = "Dieser Code ist abgelaufen."
ON_ITS_WAY = (
    "Ein neuer Code ist unterwegs an {}. Kommt er nicht an, sehen Sie bitte auch im Spam-Ordner"
    " nach."
)


@pytest.fixture(autouse=True)
def anna(portal_here: None) -> Login:
    return make_login(email="anna@kessler.example")


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "de"})


def ask(browser: Client, email: str, **more: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "code": "1", **more})


def ask_for_password(browser: Client, email: str) -> Any:
    return browser.post(ASK, {"email": email})


def is_in(browser: Client) -> bool:
    return bool(browser.get("/organisations/").status_code == 200)


def errors(response: Any) -> list[str]:
    return [str(error) for found in response.context["form"].errors.values() for error in found]


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def newest_code() -> str:
    """The code of the newest mail; for an address that we do not know just six digits."""
    word = code_in(mails()[-1])
    return word if word.isdigit() else "123456"


def click(browser: Client, page: Any) -> Any:
    """The one button of the page that says that a code is over, with what the form holds."""
    context = page.context
    form = {context["address_name"]: context["email"], "code": "again"}
    if context["next"]:
        form["next"] = context["next"]
    return browser.post(context["asks_at"], form)


@ADDRESSES
@pytest.mark.parametrize(("begin", "url"), [(ask, CODE), (ask_for_password, PASSWORD_CODE)])
@pytest.mark.feature("S54")
def test_wrong_codes_are_counted_down_and_then_a_new_one_is_a_click_away(
    browser: Client, email: str, begin: Any, url: str
) -> None:
    begin(browser, email)
    code = newest_code()
    for left in ("4 Versuche", "3 Versuche", "2 Versuche", "1 Versuch"):
        page = browser.post(url, {"code": wrong(code)})
        assert errors(page) == [f"Dieser Code stimmt nicht. Noch {left}."]
        assert email in page.content.decode()
    page = browser.post(url, {"code": wrong(code)})
    assert USED_UP in page.content.decode()
    assert email in page.content.decode()

    again = click(browser, page)
    assert again["Location"] == url
    assert said(browser.get(url)) == [ON_ITS_WAY.format(email)]
    assert len(mails()) == 2


def test_code_that_is_used_up_opens_nothing_and_the_next_one_does(browser: Client) -> None:
    ask(browser, "anna@kessler.example", next="/organisations/")
    code = newest_code()
    for _ in range(5):
        page = browser.post(CODE, {"code": wrong(code), "next": "/organisations/"})
    assert browser.post(CODE, {"code": code})["Location"] == SIGN_IN
    assert not is_in(browser)

    assert click(browser, page)["Location"] == f"{CODE}?next=%2Forganisations%2F"
    opened = browser.post(CODE, {"code": newest_code(), "next": "/organisations/"})
    assert opened["Location"] == "/organisations/"
    assert is_in(browser)


def test_field_left_empty_costs_no_try(browser: Client) -> None:
    ask(browser, "anna@kessler.example")
    for _ in range(6):
        page = browser.post(CODE, {"code": "  "})
        assert errors(page) == ["Geben Sie die sechs Ziffern aus der E-Mail ein."]
    browser.post(CODE, {"code": newest_code()})
    assert is_in(browser)


@pytest.mark.parametrize(("begin", "url"), [(ask, CODE), (ask_for_password, PASSWORD_CODE)])
@pytest.mark.feature("S54")
def test_expired_code_says_so_and_offers_the_next(browser: Client, begin: Any, url: str) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        begin(browser, "anna@kessler.example")
        clock.move_to("2026-11-12 09:10:01+00:00")
        page = browser.post(url, {"code": newest_code()})
        assert EXPIRED in page.content.decode()
        assert not is_in(browser)
        assert click(browser, page)["Location"] == url


@ADDRESSES
def test_new_code_is_announced_to_everybody_alike(browser: Client, email: str) -> None:
    ask(browser, email)
    browser.post(CODE, {"code": wrong(newest_code())})
    page = browser.post(CODE, {"action": "resend"}, follow=True)
    assert said(page) == [ON_ITS_WAY.format(email)]
    assert [mail.recipient for mail in mails()] == [email] * 2
    assert errors(browser.post(CODE, {"code": wrong(newest_code())})) == [
        "Dieser Code stimmt nicht. Noch 4 Versuche."
    ], "a new code has tries of its own"


def test_new_code_replaces_the_old_one_and_lives_as_long(browser: Client) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        ask(browser, "anna@kessler.example")
        clock.move_to("2026-11-12 09:09:00+00:00")
        browser.post(CODE, {"action": "resend"})
        old, new = (code_in(mail) for mail in mails())
        if old != new:
            assert browser.post(CODE, {"code": old}).status_code == 200
        clock.move_to("2026-11-12 09:18:00+00:00")
        browser.post(CODE, {"code": new})
        assert is_in(browser)


@ADDRESSES
def test_sixth_code_is_refused_with_the_time_of_the_next(browser: Client, email: str) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        ask(browser, email)
        clock.move_to("2026-11-12 09:02:00+00:00")
        for _ in range(4):
            browser.post(CODE, {"action": "resend"})
        wait = (
            "Es wurden zu viele Codes angefordert. Den nächsten können Sie ab 10:10 Uhr anfordern."
        )
        assert said(browser.post(CODE, {"action": "resend"}, follow=True))[-1] == wait
        assert errors(ask(browser, email)) == [wait]
        assert len(mails()) == 5
        clock.move_to("2026-11-12 09:10:00+00:00")
        assert ask(browser, email).status_code == 302


def test_code_for_a_new_password_is_refused_with_the_time_of_the_next(browser: Client) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False):
        for _ in range(5):
            assert ask_for_password(browser, "anna@kessler.example").status_code == 302
        page = ask_for_password(browser, "anna@kessler.example")
    assert errors(page) == [
        "Es wurden zu viele Codes angefordert. Den nächsten können Sie ab 10:10 Uhr anfordern."
    ]
    assert len(mails()) == 5


def test_thirty_codes_a_day_are_enough_and_the_next_day_is_named(browser: Client) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        for _ in range(6):
            for _ in range(5):
                ask(Client(), "anna@kessler.example")
            clock.shift(601)
        [wait] = errors(ask(browser, "anna@kessler.example"))
    assert wait.endswith("ab 13.11.2026, 10:00 Uhr anfordern.")


def test_password_is_not_called_optional_after_a_code_was_refused(browser: Client) -> None:
    page = ask(browser, "keine-adresse").content.decode()
    assert "Geben Sie eine E-Mail-Adresse ein" in page
    assert "freiwillig" not in page
    assert "freiwillig" not in browser.get(SIGN_IN).content.decode()
