"""Pages of a portal in a look that is not saved."""

import re
from typing import Any

import pytest
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.faces.studio.tests.test_look import PLACE, TYPED, look_of, picture
from handschlag.faces.studio.tests.world import at_studio, make_staff, text_of
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import give_logo, make_portal

SYSTEM = system_actor("test")
FRAME = re.compile(r'<iframe src="([^"]+)"')
PAGES = ("home", "orders", "order", "invoices", "invoice", "sign-in")


def typed(maren: Client, **changes: Any) -> str:
    """The page that follows on "preview"."""
    return text_of(maren.post(PLACE, {**TYPED, "preview": "1", **changes}, follow=True))


def frames(page: str) -> list[str]:
    return [place.replace("&amp;", "&") for place in FRAME.findall(page)]


def shown(maren: Client, page: str, theme: str = "light") -> str:
    return text_of(maren.get(f"{PLACE}preview/{page}/{theme}/"))


def counted() -> dict[str, int]:
    with acting(SYSTEM):
        models = (Organisation, Person, JournalEntry)
        numbers = {model.__name__: model.objects.count() for model in models}
    with acting(SYSTEM, at_gate=True):
        return {**numbers, "Login": Login.objects.count()}


def test_typed_look_is_shown_and_not_saved(portal: Portal, maren: Client) -> None:
    page = typed(maren)
    assert look_of(portal) == ("Brenner Wärmetechnik GmbH", "#1F5C4D", "")
    assert "nichts davon ist gespeichert" in page
    assert 'value="Voss Wärme AG"' in page
    for place in frames(page):
        frame = maren.get(place)
        html = text_of(frame)
        assert "Wärmeportal" in html
        assert "Voss Wärme AG" in html
        assert 'href="/studio/preview/E20074.css"' in html
        assert f'data-theme="{"dark" if "/dark/" in place else "light"}"' in html
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    sheet = text_of(maren.get("/studio/preview/E20074.css"))
    assert "--brand-fill:light-dark(#E20074,#E20074)" in sheet


def test_looking_leaves_nothing_behind(portal: Portal, maren: Client) -> None:
    before = counted()
    typed(maren, logo=picture())
    for page in PAGES:
        shown(maren, page)
    assert counted() == before


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("home", ("Guten Tag, Erika Muster", "Muster Haustechnik GmbH", "Max Beispiel", "AB-2000")),
        ("orders", ("Bestellungen", "AB-20005", "Unterwegs")),
        ("order", ("Teilweise versandt", "Lieferschein", "LS-2000")),
        ("invoices", ("Rechnungen", "RE-20", "€")),
        ("invoice", ("Rechnung RE-20", "Noch zu zahlen")),
        ("sign-in", ("Anmelden", "E-Mail-Adresse")),
    ],
)
def test_page_is_the_portals_own_with_invented_content(
    portal: Portal, maren: Client, page: str, words: tuple[str, ...]
) -> None:
    html = shown(maren, page, "dark")
    for word in words:
        assert word in html
    assert re.search(r"<body[^>]* inert>", html)
    assert "data-live-url" not in html


def test_customers_are_not_in_it(portal: Portal, maren: Client, sabine: Client) -> None:
    for page in PAGES:
        html = shown(maren, page)
        assert "Sabine" not in html
        assert "Kessler" not in html


def test_logo_that_was_chosen_is_shown_and_then_saved(portal: Portal, maren: Client) -> None:
    give_logo()
    saved = maren.get(f"{PLACE}preview/logo.png").content
    answer = maren.post(PLACE, {**TYPED, "logo": picture(), "preview": "1"})
    [place, *_] = frames(text_of(maren.get(answer["Location"])))
    [source] = re.findall(r'<img src="([^"]+logo.png[^"]*)"', text_of(maren.get(place)))
    chosen = maren.get(source.replace("&amp;", "&"))
    assert chosen["Content-Type"] == "image/png"
    assert chosen.content != saved
    maren.post(answer["Location"], TYPED)
    assert maren.get(f"{PLACE}preview/logo.png").content == chosen.content


def test_logo_that_is_to_go_is_not_shown(portal: Portal, maren: Client) -> None:
    give_logo()
    assert 'logo.png?draft="' in shown(maren, "home")
    [place, *_] = frames(typed(maren, removes_logo="on"))
    assert "logo.png" not in text_of(maren.get(place))


def test_draft_is_nobody_elses(portal: Portal, maren: Client) -> None:
    make_portal("service.testserver")
    [place, *_] = frames(typed(maren))
    assert at_studio(make_staff("Ole Brink", "portals.brand")).get(place).status_code == 404
    elsewhere = place.replace("/testserver/", "/service.testserver/")
    assert maren.get(elsewhere).status_code == 404


def test_rooms_that_are_off_show_nothing(portal: Portal, maren: Client) -> None:
    make_portal("service.testserver", switched_off=["ordering", "billing"])
    page = text_of(maren.get("/studio/portals/service.testserver/"))
    assert "page=home" in page
    assert "page=order" not in page
    place = "/studio/portals/service.testserver/preview/"
    assert "Bestellungen" not in text_of(maren.get(f"{place}home/light/"))
    assert maren.get(f"{place}orders/light/").status_code == 404


@pytest.mark.parametrize("place", ["elsewhere/light/", "home/sepia/", "home/light/?draft=abc"])
def test_preview_that_does_not_exist_is_said_so(portal: Portal, maren: Client, place: str) -> None:
    assert maren.get(f"{PLACE}preview/{place}").status_code == 404
