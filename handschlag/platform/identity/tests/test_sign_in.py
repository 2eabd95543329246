"""Signing in by password and by code, as a browser does it."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import PASSWORD, make_login
from handschlag.platform.identity.tests.mails import code_in, mails

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"


@pytest.fixture
def anna(portal_here: None) -> Login:
    return make_login(email="anna@kessler.example")


def kinds() -> list[str]:
    with acting(SYSTEM):
        return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def by_password(browser: Client, email: str, password: str, **more: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "password": password, **more})


def by_code(browser: Client, email: str, **more: str) -> Any:
    return browser.post(SIGN_IN, {"login": email, "code": "1", **more})


def is_in(browser: Client) -> bool:
    return bool(browser.get("/organisations/").status_code == 200)


def errors(response: Any) -> list[str]:
    return [str(error) for found in response.context["form"].errors.values() for error in found]


@pytest.mark.parametrize("email", ["anna@kessler.example", "  ANNA@Kessler.Example "])
def test_password_opens_the_portal(anna: Login, email: str) -> None:
    browser = Client()
    response = by_password(browser, email, PASSWORD)
    assert response["Location"] == "/"
    assert is_in(browser)
    assert kinds() == ["identity.signed_in"]


def test_signing_in_leads_to_the_page_that_was_wanted(anna: Login) -> None:
    browser = Client()
    asked = browser.get("/organisations/")
    assert asked["Location"] == "/sign-in/?next=/organisations/"
    response = by_password(browser, anna.email, PASSWORD, next="/organisations/")
    assert response["Location"] == "/organisations/"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(anna: Login, away: str) -> None:
    assert by_password(Client(), anna.email, PASSWORD, next=away)["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer(anna: Login) -> None:
    wrong = by_password(Client(headers={"accept-language": "de"}), anna.email, "falsch")
    unknown = by_password(Client(headers={"accept-language": "de"}), "wer@da.example", "falsch")
    assert errors(wrong) == errors(unknown) == ["E-Mail-Adresse oder Passwort stimmt nicht."]
    assert wrong.status_code == unknown.status_code == 200
    assert not is_in(wrong.client)
    assert kinds() == []


@pytest.mark.feature("S93", part="how soon something shows")
def test_fields_left_empty_are_named_in_words(anna: Login) -> None:
    assert errors(Client(headers={"accept-language": "de"}).post(SIGN_IN, {})) == [
        "Geben Sie Ihre E-Mail-Adresse ein.",
        "Geben Sie Ihr Passwort ein, oder lassen Sie sich einen Code per E-Mail senden.",
    ]


def test_sixth_wrong_password_within_five_minutes_has_to_wait(anna: Login) -> None:
    with time_machine.travel("2026-11-12 09:41:30+00:00", tick=False) as clock:
        for _ in range(5):
            by_password(Client(), anna.email, "falsch")
        waiting = by_password(Client(headers={"accept-language": "de"}), anna.email, PASSWORD)
        [words] = errors(waiting)
        assert words == (
            "Zu viele Versuche. Sie können es ab 10:47 Uhr wieder versuchen"
            " – oder sich per E-Mail-Code anmelden."
        )
        clock.move_to("2026-11-12 09:47:00+00:00")
        assert by_password(Client(), anna.email, PASSWORD).status_code == 302


def test_success_does_not_clear_the_count_of_failures(anna: Login) -> None:
    for _ in range(4):
        by_password(Client(), anna.email, "falsch")
    by_password(Client(), anna.email, PASSWORD)
    by_password(Client(), anna.email, "falsch")
    assert by_password(Client(), anna.email, PASSWORD).status_code == 200


def test_code_opens_the_portal_while_the_password_has_to_wait(anna: Login) -> None:
    for _ in range(6):
        by_password(Client(), anna.email, "falsch")
    browser = Client()
    by_code(browser, anna.email)
    browser.post(CODE, {"code": code_in(mails()[-1])})
    assert is_in(browser)


def test_code_comes_by_mail_and_opens_the_portal(anna: Login) -> None:
    browser = Client(headers={"accept-language": "de"})
    assert by_code(browser, anna.email)["Location"] == CODE
    [mail] = mails()
    code = code_in(mail)
    assert mail.recipient == anna.email
    assert (len(code), code.isdigit(), mail.sender_name) == (6, True, "Brenner Wärmetechnik GmbH")
    assert code in mail.text
    assert code in mail.html
    assert "Diese E-Mail kommt vom Portal „Kundenportal“ (testserver)." in mail.text

    assert browser.post(CODE, {"code": f" {code[:3]} {code[3:]} "})["Location"] == "/"
    assert is_in(browser)
    assert kinds() == ["identity.signed_in"]


def test_code_remembers_the_page_that_was_wanted(anna: Login) -> None:
    browser = Client()
    page = by_code(browser, anna.email, next="/organisations/")["Location"]
    assert page == "/sign-in/code/?next=%2Forganisations%2F"
    response = browser.post(page, {"code": code_in(mails()[0]), "next": "/organisations/"})
    assert response["Location"] == "/organisations/"


@pytest.mark.feature("S54")
def test_code_is_for_one_browser_and_one_time(anna: Login) -> None:
    mine, other = Client(), Client()
    by_code(mine, anna.email)
    by_code(other, anna.email)
    first, second = (code_in(mail) for mail in mails())
    if first != second:
        other.post(CODE, {"code": first})
        assert not is_in(other)
    mine.post(CODE, {"code": first})
    mine.post("/sign-out/")
    assert mine.post(CODE, {"code": first})["Location"] == SIGN_IN
    assert not is_in(mine)


def test_unknown_address_gets_the_same_pages_and_a_mail_that_says_so(anna: Login) -> None:
    known, unknown = Client(), Client(headers={"accept-language": "de"})
    answers = [by_code(known, anna.email), by_code(unknown, "wer@da.example")]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, CODE)}
    mail = mails()[-1]
    assert mail.recipient == "wer@da.example"
    assert mail.subject == "Für diese E-Mail-Adresse gibt es keinen Zugang"
    wrong = [b.post(CODE, {"code": "abcdef"}) for b in (known, unknown)]
    assert len({a.status_code for a in wrong}) == 1
    assert not is_in(unknown)


def test_closed_login_is_treated_like_an_unknown_one(anna: Login) -> None:
    with as_owner():
        Login.objects.update(is_active=False)
    by_code(Client(headers={"accept-language": "de"}), anna.email)
    assert mails()[0].subject == "Für diese E-Mail-Adresse gibt es keinen Zugang"
    assert by_password(Client(), anna.email, PASSWORD)["Location"] == "/sign-in/inactive/"
    assert by_password(Client(), anna.email, "falsch").status_code == 200


def test_sixth_code_within_ten_minutes_has_to_wait(anna: Login) -> None:
    for email in (anna.email, "wer@da.example"):
        for _ in range(5):
            assert by_code(Client(), email).status_code == 302
        assert by_code(Client(), email).status_code == 200
    assert len(mails()) == 10


def test_limits_count_all_requests_of_one_address(anna: Login) -> None:
    answers = [by_password(Client(), f"a{n}@b.example", "x").status_code for n in range(21)]
    assert answers == [200] * 21
    [waiting] = errors(by_password(Client(), anna.email, PASSWORD))
    assert waiting.startswith("Zu viele Versuche.")


def test_forwarded_address_of_a_stranger_counts_for_nothing(anna: Login) -> None:
    for n in range(21):
        spoofed = Client(headers={"x-forwarded-for": f"10.0.0.{n}"})
        by_password(spoofed, f"a{n}@b.example", "x")
    assert by_password(Client(), anna.email, PASSWORD).status_code == 200


def test_there_is_no_sign_up(anna: Login) -> None:
    assert Client().get("/sign-up/").status_code == 404
    assert Client().post("/sign-up/", {"email": "neu@da.example"}).status_code == 404


def test_signing_out_needs_a_post_and_clears_the_browser(anna: Login) -> None:
    browser = Client()
    by_password(browser, anna.email, PASSWORD)
    key = browser.cookies["handschlag_portal"].value
    assert browser.get("/sign-out/").status_code == 405
    assert is_in(browser)
    response = browser.post("/sign-out/")
    assert response["Location"] == "/signed-out/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    browser.cookies["handschlag_portal"] = key
    assert not is_in(browser)
    assert kinds() == ["identity.signed_in", "identity.signed_out"]


def test_sign_in_page_asks_the_database_four_times_at_most(
    anna: Login, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4 + 2):  # two savepoints stand in for the transaction
        Client().get(SIGN_IN)


def test_the_cast_is_for_the_demo_alone(anna: Login) -> None:
    assert Client().post("/sign-in/demo/", {"member": "1"}).status_code == 404
    assert Client().get("/demo/mail/").status_code == 404
    assert Client().get(SIGN_IN).context["cast"] == []
