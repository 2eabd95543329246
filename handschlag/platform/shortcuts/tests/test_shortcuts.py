"""What a person puts on home stays there, for this person and organisation alone."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.organisations.models import Organisation, RoleRight
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal
from handschlag.platform.shortcuts.actions import MOST
from handschlag.platform.shortcuts.models import Shortcut

HOST = "http://testserver"


@dataclass(frozen=True)
class World:
    kern: Organisation
    eva: Login
    ben: Login


@pytest.fixture
def world(db: None) -> World:
    kern = make_organisation("Kern Haustechnik GmbH", uses=["ordering"])
    portal = make_portal()
    admit(portal, kern)
    role = make_role("ordering.read")
    logins = [make_login(make_person(name)) for name in ("Eva Kern", "Ben Kern")]
    for login in logins:
        make_membership(login.person, kern, role)
    return World(kern, *logins)


def browser_of(login: Login, language: str = "de") -> Client:
    browser = Client(headers={"accept-language": language})
    browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    return browser


def pin(browser: Client, query: str = "", path: str = "/orders/") -> Any:
    seen = f"{HOST}{path}?{query}"
    return browser.post("/shortcuts/add/", {"path": path}, headers={"referer": seen})


def home(browser: Client) -> str:
    return str(browser.get("/").content.decode())


def ids(browser: Client) -> list[str]:
    return [shown.id for shown in browser.get("/shortcuts/").context["shortcuts"]]


@pytest.mark.feature("S92", part="a suggestion is made by the browser")
def test_filtered_list_is_on_home_of_every_device(world: World) -> None:
    eva = browser_of(world.eva)
    answer = pin(eva, "status=open&year=2026&q=Pumpe&after=made-up")
    assert answer["Location"] == "/orders/?status=open&year=2026&q=Pumpe&after=made-up"
    elsewhere = browser_of(world.eva)
    page = home(elsewhere)
    assert 'href="/orders/?status=open&amp;year=2026&amp;q=Pumpe"' in page
    assert "Bestellungen · Offen · 2026 · „Pumpe“" in page
    assert "Orders · Open · 2026 · “Pumpe”" in home(browser_of(world.eva, "en"))


def test_nobody_else_has_it(world: World) -> None:
    pin(browser_of(world.eva), "q=Geheim")
    assert "Geheim" not in home(browser_of(world.ben))


def test_twice_is_once(world: World) -> None:
    eva = browser_of(world.eva)
    for query in ("status=open&q=A", "q=A&status=open", "q=A&status=open&before=x"):
        pin(eva, query)
    assert len(ids(eva)) == 1
    with acting(system_actor("test")):
        assert JournalEntry.objects.filter(kind="shortcuts.pinned").count() == 1


def test_list_offers_to_be_put_on_home_and_home_does_not(world: World) -> None:
    eva = browser_of(world.eva)
    assert "Auf die Übersicht" in eva.get("/orders/").content.decode()
    assert "Auf die Übersicht" not in home(eva)
    assert "Auf die Übersicht" not in eva.get("/notifications/").content.decode()


@pytest.mark.parametrize("path", ["/", "/notifications/", "/invoices/", "//evil.example/", ""])
def test_only_what_the_menu_offers_can_be_put_there(world: World, path: str) -> None:
    assert pin(browser_of(world.eva), path=path).status_code == 400
    with acting(system_actor("test")):
        assert not Shortcut.objects.exists()


def test_query_of_another_page_or_host_is_not_taken(world: World) -> None:
    eva = browser_of(world.eva)
    for seen in (f"{HOST}/invoices/?q=A", "http://evil.example/orders/?q=A"):
        eva.post("/shortcuts/add/", {"path": "/orders/"}, headers={"referer": seen})
    [only] = eva.get("/shortcuts/").context["shortcuts"]
    assert only.url == "/orders/"


def test_own_name_is_shown_and_can_be_given_up(world: World) -> None:
    eva = browser_of(world.eva)
    pin(eva, "status=open")
    [shortcut] = ids(eva)
    eva.post(f"/shortcuts/{shortcut}/rename/", {"name": "  Was   noch\x00 kommt " + "x" * 80})
    page = home(eva)
    assert "Was noch kommt xxx" in page
    assert len(eva.get("/shortcuts/").context["shortcuts"][0].own_name) == 60
    eva.post(f"/shortcuts/{shortcut}/rename/", {"name": ""})
    assert "Bestellungen · Offen" in home(eva)


def test_order_is_the_persons(world: World) -> None:
    eva = browser_of(world.eva)
    for query in ("q=A", "q=B", "q=C"):
        pin(eva, query)
    first, second, third = ids(eva)
    eva.post(f"/shortcuts/{third}/up/")
    assert ids(eva) == [first, third, second]
    eva.post(f"/shortcuts/{first}/up/")
    assert ids(eva) == [first, third, second]


def test_taken_off_is_gone(world: World) -> None:
    eva = browser_of(world.eva)
    pin(eva)
    [shortcut] = ids(eva)
    assert eva.post(f"/shortcuts/{shortcut}/remove/").status_code == 302
    assert ids(eva) == []
    assert "Schnellzugriff" not in home(eva)
    assert eva.post(f"/shortcuts/{shortcut}/remove/").status_code == 404


def test_colleague_cannot_touch_it(world: World) -> None:
    pin(browser_of(world.eva))
    [shortcut] = ids(browser_of(world.eva))
    ben = browser_of(world.ben)
    for deed in ("rename", "up", "remove"):
        assert ben.post(f"/shortcuts/{shortcut}/{deed}/", {"name": "x"}).status_code == 404
    assert ids(browser_of(world.eva)) == [shortcut]


def test_full_overview_says_so(world: World) -> None:
    eva = browser_of(world.eva)
    for number in range(MOST):
        pin(eva, f"q={number}")
    home(eva)
    pin(eva, "q=one too many")
    assert "Entfernen Sie zuerst einen davon" in home(eva)
    assert len(ids(eva)) == MOST


def test_shortcut_sleeps_while_its_room_is_closed(world: World) -> None:
    eva = browser_of(world.eva)
    pin(eva, "q=A")
    with as_owner():
        RoleRight.objects.all().delete()
    assert ids(eva) == []
    with acting(system_actor("test")):
        assert Shortcut.objects.count() == 1


def test_one_site_is_said_to_be_one(world: World) -> None:
    eva = browser_of(world.eva)
    pin(eva, "site=AAAAAAAAAAAAAAAAAAAAAA")
    assert "Bestellungen · ein Standort" in home(eva)
