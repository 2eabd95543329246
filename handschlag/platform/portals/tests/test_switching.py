"""Several organisations of one person: where a switch leads to, and what it says."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
MENU, ALL = "/organisations/menu/", "/organisations/"


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


def test_menu_is_asked_for_when_it_is_opened_and_knows_the_page(
    claudia: Login, portal: Portal
) -> None:
    for name in ("Ahorn WEG", "Birke WEG"):
        join(claudia, portal, name, MANAGE_MEMBERS)
    browser = browser_of(claudia)
    page = browser.get(COLLEAGUES).content.decode()
    assert f'data-choices="{MENU}?path={COLLEAGUES}"' in page
    assert "Birke WEG" not in page
    menu = browser.get(MENU, {"path": COLLEAGUES}).content.decode()
    assert f'name="path" value="{COLLEAGUES}"' in menu
    assert menu.index("Ahorn WEG") < menu.index("Birke WEG")


def test_menu_marks_where_one_is_and_where_one_begins(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    birke = join(claudia, portal, "Birke WEG", MANAGE_MEMBERS)
    browser = browser_of(claudia)
    browser.post("/organisations/default/", {"organisation": birke.public_id})
    ahorn, birke_too = entries(browser)
    assert (ahorn.is_current, birke_too.is_current) == (True, False)
    assert "Standard nach der Anmeldung" not in ahorn.hint
    assert birke_too.hint == f"{birke.number} · Standard nach der Anmeldung"


def test_menu_of_strangers_is_not_told(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG", MANAGE_MEMBERS)
    admit(portal, make_organisation("Fremd GmbH"))
    assert [entry.name for entry in entries(browser_of(claudia))] == ["Ahorn WEG"]


@pytest.mark.parametrize(("number", "is_long"), [(7, False), (8, True)])
def test_many_organisations_can_be_searched(
    claudia: Login, portal: Portal, number: int, is_long: bool
) -> None:
    for place in range(number):
        join(claudia, portal, f"WEG {place}", MANAGE_MEMBERS)
    browser = browser_of(claudia)
    assert ("data-choice-search" in browser.get(MENU).content.decode()) is is_long
    assert ('type="search"' in browser.get(ALL).content.decode()) is is_long


@pytest.mark.parametrize(("search", "found"), [("BIRKE", ["Birke WEG"]), ("eiche", [])])
def test_own_organisations_are_found_without_script(
    claudia: Login, portal: Portal, search: str, found: list[str]
) -> None:
    for name in ("Ahorn WEG", "Birke WEG"):
        join(claudia, portal, name, MANAGE_MEMBERS)
    page = browser_of(claudia).get(ALL, {"q": search})
    assert [choice.name for choice in page.context["choices"]] == found
    assert bool(page.context["empty"]) is not bool(found)


def test_page_asks_as_much_with_many_organisations_as_with_two(
    claudia: Login, portal: Portal
) -> None:
    for place in range(2):
        join(claudia, portal, f"WEG {place}", MANAGE_MEMBERS)
    browser = browser_of(claudia)
    few = statements(browser)
    for place in range(2, 30):
        join(claudia, portal, f"WEG {place}", MANAGE_MEMBERS)
    assert statements(browser) == few


def statements(browser: Client) -> int:
    browser.get(COLLEAGUES)  # the first visit of a session notes more
    with CaptureQueriesContext(connection) as asked:
        browser.get(COLLEAGUES)
    return len(asked)


def entries(browser: Client) -> list[Any]:
    return list(browser.get(MENU).context["choices"])
