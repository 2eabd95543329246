from typing import Any

import pytest
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, signed_in
from handschlag.platform.identity.tests.mails import code_in, mails

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
ASK, CODE, NEW = "/sign-in/password/", "/sign-in/password/code/", "/sign-in/password/new/"
BETTER = "gruene-kanne-am-fenster"


@pytest.fixture
def anna(portal_here: None) -> Login:
    return make_login(email="anna@kessler.example")


def with_code(email: str) -> tuple[Client, str]:
    browser = Client(headers={"accept-language": "de"})
    assert browser.post(ASK, {"email": email})["Location"] == CODE
    return browser, code_in(mails()[-1])


def choose(browser: Client, first: str, second: str) -> Any:
    return browser.post(NEW, {"password1": first, "password2": second})


def is_in(browser: Client) -> bool:
    return bool(browser.get("/organisations/").status_code == 200)


def has_password(login: Login, password: str) -> bool:
    with as_owner():
        return Login.objects.get(pk=login.pk).check_password(password)


def test_code_by_mail_leads_to_a_new_password_and_in(anna: Login) -> None:
    elsewhere = signed_in(anna)
    browser, code = with_code(anna.email)
    assert browser.post(CODE, {"code": code})["Location"] == NEW
    assert is_in(elsewhere)
    assert choose(browser, BETTER, BETTER)["Location"] == "/"
    landed = browser.get("/organisations/").content.decode()
    assert "Ihr Passwort ist geändert. Auf allen anderen Geräten sind Sie abgemeldet." in landed
    assert is_in(browser), "the device on which it was changed stays signed in"
    assert has_password(anna, BETTER)
    assert not is_in(elsewhere), "sessions on other devices end with the old password"
    assert mails()[-1].subject == "Ihr Passwort wurde geändert"
    with acting(SYSTEM):
        kinds = list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["identity.password_changed", "identity.signed_in"]


def test_new_password_is_not_reached_without_the_code(anna: Login) -> None:
    browser, _ = with_code(anna.email)
    assert browser.get(NEW)["Location"] == CODE
    assert choose(browser, BETTER, BETTER)["Location"] == CODE
    assert has_password(anna, PASSWORD)


def test_looking_changes_nothing(anna: Login) -> None:
    browser, code = with_code(anna.email)
    for _ in range(3):
        assert browser.get(f"{CODE}?code={code}").status_code == 200
    assert browser.get(NEW)["Location"] == CODE


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("kurz", "kurz", "Dieses Passwort ist zu kurz: Es braucht mindestens 10 Zeichen."),
        (
            "password123",
            "password123",
            "Dieses Passwort verwenden viele, deshalb ist es leicht zu erraten.",
        ),
        (BETTER, "anders-als-zuvor", "Die beiden Passwörter sind verschieden."),
        ("", "", "Geben Sie ein neues Passwort ein."),
    ],
)
def test_bad_password_is_refused_in_words(anna: Login, first: str, second: str, words: str) -> None:
    browser, code = with_code(anna.email)
    browser.post(CODE, {"code": code})
    assert words in choose(browser, first, second).content.decode()
    assert has_password(anna, PASSWORD)


def test_new_password_page_says_what_it_wants_and_each_fault_on_its_line(anna: Login) -> None:
    browser, code = with_code(anna.email)
    page = browser.post(CODE, {"code": code}, follow=True).content.decode()
    assert "Mindestens 10 Zeichen. Mehrere Wörter hintereinander lassen sich leicht merken." in page
    faults = choose(browser, "password", "password").content.decode()
    assert "mindestens 10 Zeichen.<br>Dieses Passwort verwenden viele" in faults


def test_code_is_locked_after_five_wrong_ones(anna: Login) -> None:
    browser, code = with_code(anna.email)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(4):
        assert browser.post(CODE, {"code": wrong}).status_code == 200
    assert browser.post(CODE, {"code": wrong}).status_code == 200
    assert browser.post(CODE, {"code": code})["Location"] == "/sign-in/"
    assert choose(browser, BETTER, BETTER).status_code == 302
    assert has_password(anna, PASSWORD)


def test_unknown_address_gets_the_same_pages_and_a_mail_that_says_so(anna: Login) -> None:
    browser, _ = with_code("wer@da.example")
    assert mails()[0].subject == "Für diese E-Mail-Adresse gibt es keinen Zugang"
    assert browser.get(CODE).status_code == 200
    assert browser.post(CODE, {"code": "123456"}).status_code == 200


def test_several_addresses_in_one_field_reach_nobody(anna: Login) -> None:
    browser = Client()
    both = {"email": ["wer@da.example", f"{anna.email},wer@da.example"]}
    assert browser.post(ASK, both).status_code == 200
    assert mails() == []


def test_whoever_is_signed_in_sets_a_new_one_the_same_way(anna: Login) -> None:
    browser, elsewhere = signed_in(anna), signed_in(anna)
    assert f'href="{ASK}"' in browser.get("/account/security/").content.decode()
    assert f'value="{anna.email}"' in browser.get(ASK).content.decode()
    assert browser.post(ASK, {"email": anna.email})["Location"] == CODE
    assert browser.post(CODE, {"code": code_in(mails()[-1])})["Location"] == NEW
    choose(browser, BETTER, BETTER)
    assert has_password(anna, BETTER)
    assert is_in(browser)
    assert not is_in(elsewhere)
