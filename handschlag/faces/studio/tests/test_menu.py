"""A portal's menu, arranged in the studio: order and what shows; rights stay as they are."""

import re

from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.faces.studio.tests.world import text_of
from handschlag.platform.organisations.models import RoleRight
from handschlag.platform.portals.models import Portal

SYSTEM = system_actor("test")
PLACE = "/studio/portals/testserver/menu/"
USUAL = ["/", "/orders/", "/invoices/"]


def menu_of(browser: Client) -> list[str]:
    nav = re.search(r'<nav class="main-nav".*?</nav>', text_of(browser.get("/")), re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', nav[0]) if nav else []


def test_menu_has_the_order_of_the_rooms_at_first(sabine: Client) -> None:
    assert menu_of(sabine) == USUAL


def test_entry_moves_up(maren: Client, sabine: Client) -> None:
    maren.post(PLACE, {"up": "billing:list"})
    assert menu_of(sabine) == ["/", "/invoices/", "/orders/"]
    maren.post(PLACE, {"up": "portal:home"})
    assert menu_of(sabine) == ["/", "/invoices/", "/orders/"]


def test_hidden_entry_is_only_hidden(maren: Client, sabine: Client) -> None:
    maren.post(PLACE, {"toggle": "ordering:list"})
    assert menu_of(sabine) == ["/", "/invoices/"]
    assert sabine.get("/orders/").status_code == 200
    assert "verborgen" in text_of(maren.get(PLACE))
    maren.post(PLACE, {"toggle": "ordering:list"})
    assert menu_of(sabine) == USUAL


def test_order_gives_nobody_a_right(maren: Client, portal: Portal, sabine: Client) -> None:
    with as_owner():
        RoleRight.objects.filter(right="billing.read").delete()
    maren.post(PLACE, {"up": "billing:list"})
    assert menu_of(sabine) == ["/", "/orders/"]
    assert sabine.get("/invoices/").status_code == 403


def test_arrangement_stands_in_the_journal(maren: Client) -> None:
    maren.post(PLACE, {"toggle": "billing:list"})
    with acting(SYSTEM):
        [entry] = JournalEntry.objects.filter(kind="portals.menu_arranged")
    assert entry.body == {
        "host": "testserver",
        "shown": "portal:home ordering:list organisations:colleagues",
        "hidden": "billing:list",
    }


def test_what_is_no_entry_changes_nothing(maren: Client, sabine: Client) -> None:
    maren.post(PLACE, {"up": "nowhere:list", "toggle": ""})
    assert menu_of(sabine) == USUAL


def test_entry_of_a_room_that_came_later_stands_last(maren: Client, sabine: Client) -> None:
    with as_owner():
        Portal.objects.update(menu_order=["billing:list", "portal:home"])
    assert menu_of(sabine) == ["/invoices/", "/", "/orders/"]
