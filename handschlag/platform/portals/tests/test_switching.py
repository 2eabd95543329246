"""Several organisations of one person: where a switch leads to, and what it says."""

from typing import Any

import pytest
from django.test import Client

from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rules import MANAGE_MEMBERS
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

SWITCH, COLLEAGUES = "/organisations/switch/", "/colleagues/"


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def claudia() -> Login:
    return make_login(make_person("Claudia Weber"))


def join(login: Login, portal: Portal, name: str, *rights: str) -> Organisation:
    organisation = make_organisation(name)
    admit(portal, organisation)
    make_membership(login.person, organisation, make_role(*rights))
    return organisation


def browser_of(login: Login) -> Client:
    return signed_in(login, headers={"accept-language": "de"})


def switched(browser: Client, organisation: Organisation, path: str) -> Any:
    return browser.post(SWITCH, {"organisation": organisation.public_id, "path": path}, follow=True)


@pytest.mark.parametrize("path", [COLLEAGUES, f"{COLLEAGUES}7h3k9/", f"{COLLEAGUES}7h3k9/access/"])
def test_switch_stays_on_the_same_kind_of_page(claudia: Login, portal: Portal, path: str) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    birke = join(claudia, portal, "Birke WEG", MANAGE_MEMBERS)

    page = switched(browser_of(claudia), birke, path)

    assert page.redirect_chain == [(COLLEAGUES, 302)]
    assert page.wsgi_request.actor.organisation_id == birke.pk


def test_switch_leads_home_where_the_page_is_not_open(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    birke = join(claudia, portal, "Birke WEG", "ordering.read")
    assert switched(browser_of(claudia), birke, COLLEAGUES).redirect_chain == [("/", 302)]


@pytest.mark.parametrize(
    "path", ["", "https://evil.example/", "//evil.example/", "/organisations/"]
)
def test_switch_from_a_page_outside_the_menu_leads_home(
    claudia: Login, portal: Portal, path: str
) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    birke = join(claudia, portal, "Birke WEG", MANAGE_MEMBERS)
    assert switched(browser_of(claudia), birke, path).redirect_chain == [("/", 302)]


def test_switch_says_for_whom_one_works_now(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    birke = join(claudia, portal, "Birke WEG", MANAGE_MEMBERS)
    page = switched(browser_of(claudia), birke, COLLEAGUES)
    assert "Sie arbeiten jetzt für Birke WEG." in page.content.decode()


def test_pages_say_where_a_switch_comes_from(claudia: Login, portal: Portal) -> None:
    for name in ("Ahorn WEG", "Birke WEG"):
        join(claudia, portal, name, MANAGE_MEMBERS)
    page = browser_of(claudia).get(COLLEAGUES).content.decode()
    assert f'name="path" value="{COLLEAGUES}"' in page
