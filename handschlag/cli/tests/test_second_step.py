"""Roles that take a second step, and help for somebody who has lost theirs."""

from typing import Any

import pytest

from handschlag.cli.tests.commands import command
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person
from handschlag.platform.identity.tests.mails import mails
from handschlag.platform.identity.tests.second_steps import (
    APP,
    CODES,
    PERIOD,
    SECOND,
    code_of,
    codes_on,
    entered,
    factors,
    is_in,
    secret_on,
    with_app,
)
from handschlag.platform.organisations.models import Role
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

SET_UP = "/account/factors/"
EMAIL = "anna@kessler.example"
BY = system_actor("test")
PAGES = ("/", "/orders/", "/account/security/", "/account/email/", "/notifications/")


@pytest.fixture
def anna(settings: Any, db: None) -> Login:
    settings.PUBLIC_URL = "http://testserver"
    organisation = make_organisation()
    admit(make_portal(), organisation)
    person = make_person("Anna Kessler", email=EMAIL)
    role = make_role("ordering.read", preset="administrator")
    make_membership(person, organisation, role)
    return make_login(person, email=EMAIL)


@pytest.mark.feature("S35")
def test_role_that_takes_a_second_step_opens_nothing_without_one(anna: Login) -> None:
    before = entered(anna)
    assert before.get("/orders/").status_code == 200
    done = command("second-step", "require", "administrator")
    assert done.exit_code == 0, done.output
    for page in PAGES:
        assert before.get(page)["Location"] == SET_UP, page
        assert before.post(page)["Location"] == SET_UP, page
    assert "Richten Sie einen zweiten Schritt ein" in before.get(SET_UP).text

    secret = secret_on(before.get(APP))
    assert before.post(APP, {"code": code_of(secret, -PERIOD)})["Location"] == CODES
    code = codes_on(before.get(CODES))[0]
    assert before.get("/orders/").status_code == 200, "it goes on without signing in again"
    again = entered(anna)
    assert again.get("/orders/")["Location"].startswith("/sign-in/")
    again.post(SECOND, {"code": code})
    assert again.get("/orders/").status_code == 200
    once_more = entered(anna)
    once_more.post(SECOND, {"code": code})
    assert not is_in(once_more), "a recovery code opens once"


def test_sessions_from_before_are_asked_for_the_factor(anna: Login) -> None:
    before = entered(anna)
    with_app(anna)
    command("second-step", "require", "administrator")
    assert before.get("/orders/")["Location"] == SET_UP
    assert before.get(SET_UP)["Location"] == "/account/proof/?next=/"


def test_requirement_is_waived(anna: Login) -> None:
    command("second-step", "require", "administrator")
    command("second-step", "waive", "administrator")
    assert entered(anna).get("/orders/").status_code == 200
    with acting(BY):
        assert not Role.objects.get(preset="administrator").requires_factor
        kinds = JournalEntry.objects.values_list("kind", flat=True)
        assert list(kinds).count("organisations.role_factor_required") == 2


def test_role_that_does_not_exist_is_said_so(anna: Login) -> None:
    done = command("second-step", "require", "boss")
    assert done.exit_code == 1
    assert "There is no role boss. There are: administrator." in done.output


def test_lost_second_step_is_taken_away_and_told(anna: Login) -> None:
    browser, _ = with_app(anna)
    done = command("second-step", "reset", EMAIL, "--yes")
    assert done.exit_code == 0, done.output
    assert factors(anna) == []
    assert not is_in(browser), "whoever has the lost phone is out"
    assert is_in(entered(anna))
    assert mails()[-1].subject == "Ihr zweiter Schritt wurde weggenommen"


def test_nothing_is_taken_away_without_a_yes(anna: Login) -> None:
    with_app(anna)
    assert command("second-step", "reset", EMAIL, given="n\n").exit_code == 1
    assert factors(anna) == ["recovery_codes", "totp"]


@pytest.mark.parametrize("email", ["nobody@kessler.example"])
def test_stranger_has_nothing_to_take_away(anna: Login, email: str) -> None:
    done = command("second-step", "reset", email, "--yes")
    assert done.exit_code == 1
    assert f"Nobody is known by {email}." in done.output
