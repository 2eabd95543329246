"""The room as an installation has it: found by its entry point, in a portal that has it on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from handschlag_warranty.models import Warranty

from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core import capability
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.personal_data import held_by_rooms
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

BY = system_actor("test")
RIGHTS = ("ordering.read", "warranty.register")
GERMAN = {"accept-language": "de"}


@pytest.fixture
def portal() -> Portal:
    return make_portal()


def customer_of(portal: Portal, name: str, *rights: str) -> Login:
    organisation = make_organisation(name)
    admit(portal, organisation)
    login = make_login(make_person(name))
    make_membership(login.person, organisation, make_role(*rights))
    return login


@pytest.fixture
def anna(portal: Portal) -> Login:
    return customer_of(portal, "Kessler", *RIGHTS)


def order_of(login: Login, **changes: Any) -> Order:
    now = timezone.now()
    with as_owner():
        organisation = login.person.memberships.get().organisation
    return make_order(organisation, **{"ordered_at": now, "changed_at": now, **changes})


def browser(login: Login) -> Client:
    return signed_in(login, headers=GERMAN)


def register(login: Login, order: Order) -> Any:
    return browser(login).post(f"/warranty/{order.public_id}/")


def warranties() -> int:
    with as_owner():
        return Warranty.objects.count()


def test_room_adds_menu_page_card_button_and_panel(anna: Login) -> None:
    order = order_of(anna)
    page = browser(anna).get(order.get_absolute_url()).content.decode()
    assert "Garantie registrieren" in page
    assert register(anna, order).url == order.get_absolute_url()
    page = browser(anna).get(order.get_absolute_url()).content.decode()
    assert "Garantie registrieren" not in page
    assert "<h2>Garantie</h2>" in page
    home = browser(anna).get("/").content.decode()
    assert 'href="/warranty/"' in home
    assert "<h2>Garantien</h2>" in home
    assert order.number in browser(anna).get("/warranty/").content.decode()


def test_registering_twice_gives_one_warranty_and_one_entry(anna: Login, portal: Portal) -> None:
    order = order_of(anna)
    with as_owner():
        organisation = anna.person.memberships.get().organisation
    colleague = make_login(make_person("Ben Kessler"))
    make_membership(colleague.person, organisation, make_role(*RIGHTS))
    for login in (anna, anna, colleague):
        assert register(login, order).status_code == 302
    assert warranties() == 1
    with as_owner():
        assert JournalEntry.objects.filter(kind="warranty.registered").count() == 1


def test_order_that_is_too_old_gets_none(anna: Login) -> None:
    order = order_of(anna, ordered_at=timezone.now() - timedelta(days=91))
    told = browser(anna)
    assert "Garantie registrieren" not in told.get(order.get_absolute_url()).content.decode()
    told.post(f"/warranty/{order.public_id}/")
    assert "keine Garantie mehr möglich" in told.get(order.get_absolute_url()).content.decode()
    assert warranties() == 0


def test_strangers_order_is_not_there(anna: Login, portal: Portal) -> None:
    order = order_of(customer_of(portal, "Sommer", *RIGHTS))
    assert register(anna, order).status_code == 404
    assert warranties() == 0


def test_stranger_sees_no_warranty(anna: Login, portal: Portal) -> None:
    order = order_of(anna)
    register(anna, order)
    stranger = customer_of(portal, "Sommer", *RIGHTS)
    assert order.number not in browser(stranger).get("/warranty/").content.decode()


def test_who_lacks_the_right_sees_nothing_of_it(anna: Login, portal: Portal) -> None:
    reader = customer_of(portal, "Sommer", "ordering.read")
    order = order_of(reader)
    page = browser(reader).get(order.get_absolute_url()).content.decode()
    assert "Garantie" not in page
    assert register(reader, order).status_code == 404


def test_search_finds_the_order_by_its_warranty(anna: Login) -> None:
    order, other = order_of(anna), order_of(anna)
    register(anna, order)
    with as_owner():
        number = Warranty.objects.get().public_id
    page = browser(anna).get("/orders/", {"q": number}).content.decode()
    assert order.number in page
    assert other.number not in page


def held_on(login: Login) -> dict[str, Any]:
    with acting(BY):
        return held_by_rooms(BY, login.person_id)


def test_people_are_told_of_their_own_warranties_alone(anna: Login, portal: Portal) -> None:
    stranger = customer_of(portal, "Sommer", *RIGHTS)
    own, theirs = order_of(anna), order_of(stranger)
    register(anna, own)
    register(stranger, theirs)
    [told] = held_on(anna)["warranty"]["warranties"]
    assert told["order__number"] == own.number
    assert [row["order__number"] for row in held_on(stranger)["warranty"]["warranties"]] == [
        theirs.number
    ]


def test_what_is_held_is_told_while_the_portal_has_it_off_and_not_without_the_package(
    anna: Login, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(anna, order_of(anna))
    with as_owner():
        portal.switched_off = ["warranty"]
        portal.save()
    assert len(held_on(anna)["warranty"]["warranties"]) == 1
    others = [room for room in capability.capabilities() if room.label != "warranty"]
    monkeypatch.setattr(capability, "capabilities", lambda: others)
    without = held_on(anna)
    assert "warranty" not in without
    assert without["identity"]["person"][0]["name"] == "Kessler"


def test_all_is_gone_where_it_is_switched_off(anna: Login, portal: Portal) -> None:
    order = order_of(anna)
    register(anna, order)
    with as_owner():
        portal.switched_off = ["warranty"]
        portal.save()
    for place in ("/", order.get_absolute_url()):
        assert "Garantie" not in browser(anna).get(place).content.decode()
    assert browser(anna).get("/warranty/").status_code == 403
    assert register(anna, order).status_code == 404
