"""Another address to sign in with: proven at the new one, told at the old one, and undone there."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.actions import AddressTaken, create_login
from handschlag.platform.identity.jobs import forget
from handschlag.platform.identity.models import FormerAddress, Login
from handschlag.platform.identity.queries import mailboxes
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.identity.tests.mails import code_in, mails

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
OLD, NEW, TAKEN = "anna@kessler.example", "anna@neu.example", "ben@weber.example"
CHANGE, CODE, UNDO = "/account/email/", "/account/email/code/", "/account/email/undo/"
SECURITY, SIGN_IN = "/account/security/", "/sign-in/"


@pytest.fixture
def anna(portal_here: None) -> Login:
    make_login(make_person("Ben Weber"), email=TAKEN)
    return make_login(make_person("Anna Kessler", email=OLD), email=OLD)


def entered(email: str = OLD) -> Client:
    browser = Client(headers={"accept-language": "de"})
    assert browser.post(SIGN_IN, {"login": email, "password": PASSWORD}).status_code == 302
    return browser


def ask(browser: Client, email: str = NEW) -> Any:
    return browser.post(CHANGE, {"email": email})


def changed(email: str = NEW, browser: Client | None = None) -> Client:
    browser = browser or entered()
    ask(browser, email)
    assert browser.post(CODE, {"code": code_in(mails()[-1])})["Location"] == SECURITY
    return browser


def link_in(mail: Any) -> str:
    found = re.search(r"http://testserver(\S+)", mail.text)
    assert found is not None
    return found[1]


def is_in(browser: Client) -> bool:
    return browser.get(SECURITY).status_code == 200


def address_of(login: Login) -> str:
    with as_owner():
        return Login.objects.get(pk=login.pk).email


def kinds() -> list[str]:
    with acting(SYSTEM):
        return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def errors(response: Any) -> list[str]:
    return [str(error) for found in response.context["form"].errors.values() for error in found]


def test_code_proves_the_new_address_and_the_old_one_is_told(anna: Login) -> None:
    elsewhere, mine = entered(), entered()
    assert ask(mine)["Location"] == CODE
    [proof] = mails()
    assert (proof.recipient, address_of(anna)) == (NEW, OLD)
    mine.post(CODE, {"code": code_in(proof)})
    assert address_of(anna) == NEW
    told = mails()[-1]
    assert (told.recipient, told.subject) == (OLD, "Ihre E-Mail-Adresse wurde geändert")
    assert NEW not in told.text + told.html
    assert f"Ab jetzt melden Sie sich mit {NEW} an." in mine.get(SECURITY).content.decode()
    assert (is_in(mine), is_in(elsewhere)) == (True, False)
    assert kinds()[-2:] == ["identity.email_changed", "identity.other_sessions_ended"]
    with acting(SYSTEM):
        assert mailboxes(SYSTEM, [anna.person_id]) == {anna.person_id: NEW}


def test_new_address_signs_in_and_the_old_one_does_not(anna: Login) -> None:
    changed()
    assert is_in(entered(NEW))
    strange = Client(headers={"accept-language": "de"})
    assert strange.post(SIGN_IN, {"login": OLD, "password": PASSWORD}).status_code == 200
    strange.post(SIGN_IN, {"login": OLD, "code": "1"})
    assert mails()[-1].subject == "Für diese E-Mail-Adresse gibt es keinen Zugang"


def test_address_of_somebody_else_gets_the_same_answer_and_a_mail_that_says_so(
    anna: Login,
) -> None:
    browser = entered()
    free, taken = ask(browser), ask(browser, TAKEN)
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    mail = mails()[-1]
    assert mail.recipient == TAKEN
    assert mail.subject == "Mit dieser E-Mail-Adresse gibt es schon einen Zugang"
    assert TAKEN in browser.get(CODE).content.decode()
    for code in ("", "000000", "abcdef"):
        assert browser.post(CODE, {"code": code}).status_code == 200
    assert address_of(anna) == OLD


def test_address_that_somebody_else_takes_meanwhile_stays_theirs(anna: Login) -> None:
    browser = entered()
    ask(browser)
    code = code_in(mails()[-1])
    make_login(make_person("Cora Lang"), email=NEW)
    assert "Dieser Code ist abgelaufen" in browser.post(CODE, {"code": code}).content.decode()
    assert address_of(anna) == OLD


def test_wrong_codes_are_counted_and_change_nothing(anna: Login) -> None:
    browser = entered()
    ask(browser)
    code = code_in(mails()[-1])
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        page = browser.post(CODE, {"code": wrong})
    assert "Zu viele falsche Codes" in page.content.decode()
    assert browser.post(CODE, {"code": code})["Location"] == CHANGE
    assert address_of(anna) == OLD


def test_code_is_worth_nothing_after_ten_minutes(anna: Login) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        browser = entered()
        ask(browser)
        clock.shift(601)
        page = browser.post(CODE, {"code": code_in(mails()[-1])}).content.decode()
    assert "Dieser Code ist abgelaufen." in page
    assert address_of(anna) == OLD


def test_codes_are_limited_per_person(anna: Login) -> None:
    browser = entered()
    answers = [ask(browser, f"a{number}@b.example").status_code for number in range(11)]
    assert answers == [302] * 10 + [200]


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("keine-adresse", "Geben Sie eine E-Mail-Adresse ein"),
        (" ANNA@Kessler.example ", "Mit dieser E-Mail-Adresse melden Sie sich schon an."),
    ],
)
def test_address_that_cannot_be_is_refused_in_words(anna: Login, email: str, words: str) -> None:
    [error] = errors(ask(entered(), email))
    assert error.startswith(words)
    assert mails() == []


def test_whoever_signed_in_long_ago_has_to_do_so_again(anna: Login) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        browser = entered()
        clock.shift(15 * 60 + 1)
        proof = ask(browser)["Location"]
        assert "melden Sie sich bitte erst neu an" in browser.get(proof).text
        assert mails() == []
        again = browser.post("/account/proof/again/", {"next": CHANGE})
        assert again["Location"] == f"{SIGN_IN}?next={CHANGE}"
        assert not is_in(browser)
        browser.post(SIGN_IN, {"login": OLD, "password": PASSWORD})
        assert ask(browser)["Location"] == CODE


def test_link_to_the_old_address_undoes_it(anna: Login) -> None:
    thief = changed()
    page = Client(headers={"accept-language": "de"})
    link = link_in(mails()[-1])
    assert OLD in page.get(link).content.decode()
    assert address_of(anna) == NEW, "looking changes nothing"

    assert page.post(link)["Location"] == SIGN_IN
    assert address_of(anna) == OLD
    assert not is_in(thief)
    assert page.post(SIGN_IN, {"login": OLD, "password": PASSWORD}).status_code == 200
    page.post(SIGN_IN, {"login": OLD, "code": "1"})
    assert page.post("/sign-in/code/", {"code": code_in(mails()[-1])})["Location"] == "/"
    assert "identity.email_restored" in kinds()
    assert page.get(link).status_code == 404, "it can be used once"


def test_first_link_undoes_what_a_thief_has_changed_twice(anna: Login) -> None:
    thief = changed("theo@dieb.example")
    first = link_in(mails()[-1])
    changed("theo@zweit.example", thief)
    second = link_in(mails()[-1])
    Client().post(first)
    assert address_of(anna) == OLD
    assert Client().post(second).status_code == 404
    assert address_of(anna) == OLD


def test_old_address_is_kept_for_its_owner_until_the_way_back_ends(anna: Login) -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        changed()
        link = link_in(mails()[-1])
        with as_owner():
            cora = make_person("Cora Lang")
        with acting(SYSTEM), pytest.raises(AddressTaken):
            create_login(SYSTEM, person=cora, email=OLD)
        clock.shift(FormerAddress.LIFETIME.total_seconds() + 1)
        assert Client().post(link).status_code == 404
        forget(timestamp=0)
        with acting(SYSTEM):
            assert create_login(SYSTEM, person=cora, email=OLD).email == OLD
    assert address_of(anna) == NEW


def test_owner_goes_back_by_the_same_form(anna: Login) -> None:
    browser = changed()
    changed(OLD, browser)
    assert address_of(anna) == OLD


@pytest.mark.parametrize("link", ["", "?link=", "?link=MQ:1abcde:geraten", "?link=1"])
def test_forged_link_opens_nothing(anna: Login, link: str) -> None:
    changed()
    assert Client().get(UNDO + link).status_code == 404
    assert Client().post(UNDO + link).status_code == 404
    assert address_of(anna) == NEW
