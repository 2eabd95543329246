"""The second step: an app or a recovery code, each code once, and no way around it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.changing_factors import renew_recovery_codes
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.identity.tests.mails import code_in, mails
from handschlag.platform.identity.tests.second_steps import (
    APP,
    CODES,
    PROOF,
    SECOND,
    SECURITY,
    SIGN_IN,
    code_of,
    codes_on,
    entered,
    factors,
    is_in,
    secret_on,
    with_app,
)

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")


@pytest.fixture
def anna(portal_here: None) -> Login:
    return make_login(make_person("Anna Kessler"), email="anna@kessler.example")


def events() -> list[str]:
    with acting(SYSTEM):
        kinds = JournalEntry.objects.order_by("id").values_list("kind", "body__factor")
        return [factor or kind for kind, factor in kinds if kind.startswith("identity.")]


def later(minutes: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def test_app_is_added_told_and_noted(anna: Login) -> None:
    browser, _ = with_app(anna)
    assert factors(anna) == ["recovery_codes", "totp"]
    assert mails()[-1].subject == "Ein Anmeldeweg wurde hinzugefügt"
    assert "totp" in events()
    page = browser.get(SECURITY).text
    assert "Authenticator-App" in page
    assert "10 Codes sind übrig" in page


def test_wrong_code_adds_nothing_and_keeps_the_picture(anna: Login) -> None:
    browser = entered(anna)
    secret = secret_on(browser.get(APP))
    page = browser.post(APP, {"code": "000000"})
    assert "Dieser Code stimmt nicht." in page.text
    assert secret_on(page) == secret
    assert factors(anna) == []


def test_secrets_are_not_readable_in_the_database(anna: Login) -> None:
    browser, secret = with_app(anna)
    codes = codes_on(browser.get(CODES))
    with as_owner():
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert len(codes) == 10
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_signing_in_takes_the_code_as_well(anna: Login) -> None:
    _, secret = with_app(anna)
    browser = Client(headers={"accept-language": "de"})
    response = browser.post(
        f"{SIGN_IN}?next=/orders/",
        {"login": anna.email, "password": "blaue-tasse-im-regen", "next": "/orders/"},
    )
    assert response["Location"].startswith(SECOND)
    assert not is_in(browser)
    assert browser.post(SECOND, {"code": code_of(secret)}).status_code == 302
    assert is_in(browser)


def test_code_by_mail_does_not_lead_past_the_second_step(anna: Login) -> None:
    with_app(anna)
    browser = Client()
    browser.post(SIGN_IN, {"login": anna.email, "code": "1"})
    response = browser.post("/sign-in/code/", {"code": code_in(mails()[-1])})
    assert response["Location"].startswith(SECOND)
    assert not is_in(browser)


def test_new_password_does_not_lead_past_the_second_step(anna: Login) -> None:
    with_app(anna)
    browser = Client()
    browser.post("/sign-in/password/", {"email": anna.email})
    browser.post("/sign-in/password/code/", {"code": code_in(mails()[-1])})
    new = {"password1": "gelbe-kanne-im-nebel", "password2": "gelbe-kanne-im-nebel"}
    response = browser.post("/sign-in/password/new/", new, follow=True)
    assert response.redirect_chain[-1][0].startswith(SECOND)
    assert not is_in(browser)


def test_code_of_the_app_opens_once(anna: Login) -> None:
    _, secret = with_app(anna)
    code = code_of(secret)
    assert is_in(_second(anna, code))
    with later(0.75):
        replayed = entered(anna)
        page = replayed.post(SECOND, {"code": code})
    assert not is_in(replayed)
    assert page.status_code == 200


def test_recovery_code_opens_once(anna: Login) -> None:
    browser, _ = with_app(anna)
    code = codes_on(browser.get(CODES))[0]
    assert is_in(_second(anna, code))
    assert not is_in(_second(anna, code))
    assert "9 Codes sind übrig" in browser.get(SECURITY).text


def test_recovery_codes_are_shown_once(anna: Login) -> None:
    browser, _ = with_app(anna)
    first = codes_on(browser.get(CODES))
    assert codes_on(browser.get(CODES)) == []
    browser.post(CODES)
    renewed = codes_on(browser.get(CODES))
    assert len(renewed) == 10
    assert not set(first) & set(renewed)
    assert not is_in(_second(anna, first[0]))
    assert mails()[-1].subject == "Ihre Wiederherstellungscodes wurden neu erstellt"


def test_tries_are_limited_wherever_they_are_made(anna: Login) -> None:
    browser, secret = with_app(anna)
    for number in range(5):
        assert "stimmt nicht" in entered(anna).post(SECOND, {"code": f"00000{number}"}).text
    refused = entered(anna)
    page = refused.post(SECOND, {"code": code_of(secret)})
    assert "Zu viele Versuche." in page.text
    assert not is_in(refused)
    with later(6):
        page = browser.post(PROOF, {"code": "000000"})
        assert "stimmt nicht" in page.text


def test_dangerous_pages_ask_for_the_second_step_again(anna: Login) -> None:
    browser, secret = with_app(anna)
    assert browser.get("/account/email/").status_code == 200
    with later(6):
        response = browser.get("/account/email/")
        assert response["Location"] == f"{PROOF}?next=%2Faccount%2Femail%2F"
        key = browser.cookies["handschlag_portal"].value
        page = {"code": code_of(secret), "next": "/account/email/"}
        assert browser.post(PROOF, page)["Location"] == "/account/email/"
        assert browser.get("/account/email/").status_code == 200
        assert browser.cookies["handschlag_portal"].value != key


def test_proof_leads_to_no_other_site(anna: Login) -> None:
    browser, secret = with_app(anna)
    page = {"code": code_of(secret), "next": "https://evil.example/"}
    assert browser.post(PROOF, page)["Location"] == SECURITY


def test_password_alone_is_no_proof_for_somebody_with_a_factor(anna: Login) -> None:
    before = entered(anna)
    with_app(anna)
    assert before.get("/account/email/")["Location"].startswith(PROOF)
    assert before.post(APP, {"code": "000000"})["Location"].startswith(PROOF)


def test_open_browser_without_a_proof_adds_nothing(anna: Login) -> None:
    browser = signed_in(anna)
    assert browser.get(APP)["Location"].startswith(PROOF)
    assert browser.post(APP, {"code": "000000"})["Location"].startswith(PROOF)
    page = browser.get(PROOF, {"next": APP}, headers={"accept-language": "de"})
    assert "melden Sie sich bitte erst neu an" in page.text
    by = Actor(kind=ActorKind.PERSON, person_id=anna.person_id)
    with pytest.raises(PermissionDenied), acting(by, at_gate=True):
        renew_recovery_codes(by)
    assert factors(anna) == []


def test_removing_the_last_factor_takes_the_codes_along(anna: Login) -> None:
    browser, _ = with_app(anna)
    with as_owner():
        number = Authenticator.objects.get(user=anna, type="totp").pk
    place = f"/account/factors/remove/?factor={number}"
    assert "Es ist Ihr einziger zweiter Schritt." in browser.get(place).text
    assert factors(anna) == ["recovery_codes", "totp"], "looking removes nothing"
    assert browser.post(place)["Location"] == SECURITY
    assert factors(anna) == []
    assert mails()[-1].subject == "Ein Anmeldeweg wurde entfernt"
    assert is_in(entered(anna))


def test_factors_of_others_are_not_there(anna: Login) -> None:
    ben = make_login(make_person("Ben Weber"))
    with_app(anna)
    browser, _ = with_app(ben)
    with as_owner():
        of_anna = list(Authenticator.objects.filter(user=anna).values_list("pk", flat=True))
    for number in (*of_anna, 0, "x"):
        place = f"/account/factors/remove/?factor={number}"
        assert browser.get(place).status_code == browser.post(place).status_code == 404
    assert factors(anna) == ["recovery_codes", "totp"]


def test_undoing_a_change_of_address_takes_a_thiefs_factors_away(anna: Login) -> None:
    thief = entered(anna)
    thief.post("/account/email/", {"email": "thief@evil.example"})
    thief.post("/account/email/code/", {"code": code_in(mails()[-1])})
    link = mails()[-1].text.split("http://testserver")[1].split()[0]
    thief.get(APP)
    secret = secret_on(thief.get(APP))
    thief.post(APP, {"code": code_of(secret)})
    assert factors(anna) == ["recovery_codes", "totp"]
    Client().post(link)
    assert factors(anna) == []


def _second(login: Login, code: str) -> Client:
    browser = entered(login)
    browser.post(SECOND, {"code": code})
    return browser


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()
