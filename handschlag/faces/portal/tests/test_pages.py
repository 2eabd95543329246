from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rules.predicates import Predicate

from handschlag.core.actor import Actor
from handschlag.core.rules import anyone, may
from handschlag.core.slots import Card, MenuItem, Todo
from handschlag.core.tests.factory_role import as_owner
from handschlag.faces.portal import contributions as of_face
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.rules import MANAGE_MEMBERS
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 12)
NOBODY = may("nothing.at_all")
SECURITY_TXT = "/.well-known/security.txt"


@pytest.fixture
def portal() -> Portal:
    return make_portal(imprint_url="https://brenner.example/impressum")


@pytest.fixture
def anna(portal: Portal) -> Login:
    contact = make_person(
        "Petra Lindner", kind=Person.Kind.STAFF, is_contact=True, phone="0431 555 12"
    )
    kessler = make_organisation(number="10482", contact_person=contact)
    admit(portal, kessler)
    login = make_login(make_person("Anna Kessler"))
    make_membership(login.person, kessler, make_role("ordering.read", "billing.read"))
    return login


def home(login: Login) -> Any:
    return signed_in(login, headers={"accept-language": "de"}).get("/")


def test_home_greets_with_organisation_number_and_contact(anna: Login) -> None:
    page = home(anna).content.decode()
    for words in (
        "Guten Tag, Anna Kessler",
        "Kessler Heizungsbau GmbH · Kundennummer 10482",
        "Zurzeit ist nichts zu erledigen.",
        "Petra Lindner",
        'href="tel:043155512"',
        "https://brenner.example/impressum",
    ):
        assert words in page


def test_home_needs_a_sign_in(portal: Portal) -> None:
    assert Client().get("/")["Location"] == "/sign-in/?next=/"


def test_home_shows_the_five_most_urgent_todos(anna: Login, monkeypatch: Any) -> None:
    def todos(_: Actor) -> list[Todo]:
        days = (3, 1, 6, 5, 2, 4)
        return [Todo(f"Aufgabe {n}", "Tun", "/", TODAY + timedelta(days=n)) for n in days]

    monkeypatch.setattr(of_face, "todos", todos, raising=False)
    shown = [todo.text for todo in home(anna).context["todos"]]
    assert shown == [f"Aufgabe {n}" for n in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("rule", "content", "is_shown"),
    [(anyone, {}, True), (NOBODY, {}, False), (anyone, None, False)],
)
def test_home_shows_cards_that_are_permitted_and_have_something(
    anna: Login, monkeypatch: Any, rule: Predicate, content: Any, is_shown: bool
) -> None:
    card = Card("ui/as_of.html", lambda _: content, rule, 1)
    monkeypatch.setattr(of_face, "cards", [card], raising=False)
    shown = [c["template"] for c in home(anna).context["cards"]]
    assert ("ui/as_of.html" in shown) is is_shown


def labels(response: Any) -> list[str]:
    return [str(link.label) for link in response.context["menu"]]


def test_menu_has_what_the_actor_may_in_order_of_rank(anna: Login, monkeypatch: Any) -> None:
    items = [
        MenuItem("Dritter", "portal:home", "house", anyone, 30),
        MenuItem("Erster", "portal:home", "house", anyone, 10),
        MenuItem("Keiner", "portal:home", "house", NOBODY, 20),
    ]
    monkeypatch.setattr(of_face, "menu", items)
    assert labels(home(anna)) == ["Erster", "Dritter"]


@pytest.mark.feature("S91")
def test_menu_leaves_out_rooms_without_use_and_rooms_that_are_off(
    anna: Login, portal: Portal
) -> None:
    assert labels(home(anna)) == ["Übersicht"]
    with as_owner():
        organisation = anna.person.memberships.get().organisation
        organisation.uses = ["ordering", "billing"]
        organisation.save()
    assert labels(home(anna)) == ["Übersicht", "Bestellungen", "Rechnungen"]
    with as_owner():
        portal.switched_off = ["billing"]
        portal.save()
    assert labels(home(anna)) == ["Übersicht", "Bestellungen"]


def test_current_page_is_marked_in_the_menu(anna: Login) -> None:
    [link] = home(anna).context["menu"]
    assert link.is_current
    [link] = signed_in(anna).get("/nichts/").context["menu"]
    assert not link.is_current


def test_missing_page_gives_a_number_to_quote(portal: Portal) -> None:
    response = Client(headers={"accept-language": "de"}).get("/nichts/")
    assert response.status_code == 404
    assert response["X-Request-Id"] in response.content.decode()


def test_forbidden_page_names_who_gives_access(anna: Login) -> None:
    with as_owner():
        kessler = anna.person.memberships.get().organisation
    boss = make_person("Jonas Kessler")
    make_membership(boss, kessler, make_role(MANAGE_MEMBERS))
    with as_owner():
        anna.person.memberships.get().roles.clear()
    response = signed_in(anna).get("/orders/")
    assert response.status_code == 403
    assert "Jonas Kessler" in response.content.decode()


def test_form_without_token_is_explained(portal: Portal) -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert response["X-Request-Id"] in response.content.decode()


def test_failure_is_explained_and_tells_no_details(anna: Login, monkeypatch: Any) -> None:
    def broken(_: Actor) -> list[Todo]:
        raise RuntimeError("a room is broken")

    monkeypatch.setattr(of_face, "todos", broken, raising=False)
    browser = signed_in(anna, raise_request_exception=False)
    response = browser.get("/")
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    page = response.content.decode()
    assert response["X-Request-Id"] in page
    assert "a room is broken" not in page


def test_search_engines_are_sent_away(portal: Portal) -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_weaknesses_are_reported_to_the_contact_that_the_operator_names(
    portal: Portal, settings: Any
) -> None:
    assert Client().get(SECURITY_TXT).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.com"
    fields = dict(
        line.split(": ") for line in Client().get(SECURITY_TXT).content.decode().splitlines()
    )
    assert fields["Contact"] == "mailto:security@example.com"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert timezone.now() < datetime.fromisoformat(fields["Expires"])


@pytest.mark.parametrize("url", ["/nichts/", "/orders/nichts/"])
def test_missing_page_keeps_the_frame_of_who_is_signed_in(anna: Login, url: str) -> None:
    response = signed_in(anna).get(url)
    assert response.status_code == 404
    assert labels(response) == ["Übersicht"]
    assert "Petra Lindner" in response.content.decode()
    assert "switcher" not in Client().get("/nichts/").context
