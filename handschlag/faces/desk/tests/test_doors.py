"""Who comes in at the desk, and what stands around its pages."""

import pytest
from django.test import Client

from handschlag.faces.desk.tests.world import HOST, World, at_desk, make_staff, text_of


def test_signing_in_leads_to_the_search(world: World, maren: Client) -> None:
    begin = maren.get("/", follow=True)
    assert begin.redirect_chain == [("/desk/", 302)]
    page = text_of(begin)
    assert "<title>Kundschaft finden – Arbeitsplatz – Brenner Wärmetechnik GmbH</title>" in page
    assert 'data-density="compact"' in page
    assert "autofocus" in page
    assert "Maren Thomsen" in page


def test_stranger_signs_in_first(world: World) -> None:
    response = Client(headers=HOST).get("/desk/")
    assert response["Location"] == "/sign-in/?next=/desk/"
    page = text_of(Client(headers=HOST).get("/sign-in/"))
    assert "Arbeitsplatz" in page


@pytest.mark.parametrize("path", ["/desk/", "/desk/keys/"])
def test_customer_is_told_that_this_is_not_for_them(world: World, path: str) -> None:
    response = at_desk(world.eva).get(path)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Der Arbeitsplatz ist für Beschäftigte von Brenner Wärmetechnik GmbH." in page
    assert 'href="http://testserver"' in page


def test_staff_without_the_right_are_told_which(world: World) -> None:
    response = at_desk(make_staff("Jan Brink")).get("/desk/")
    assert response.status_code == 403
    page = response.content.decode()
    assert "Ihnen fehlt das Recht „Kundschaft am Arbeitsplatz nachschlagen“." in page
    assert 'type="search"' not in page, "a search that would be refused"


def test_desk_is_not_at_the_portal(world: World) -> None:
    browser = at_desk(make_staff("Jan Brink", "organisations.look_up"))
    for path in ("/desk/", "/desk/keys/", f"/desk/organisations/{world.kern.public_id}/"):
        assert browser.get(path).status_code == 200
        assert browser.get(path, headers={"host": "testserver"}).status_code == 404


def test_portal_is_not_at_the_desk_and_says_so(world: World, maren: Client) -> None:
    response = maren.get("/orders/")
    assert response.status_code == 404
    assert "eine Seite des Portals" in response.content.decode()


def test_keys_are_listed_on_every_page_and_on_their_own(world: World, maren: Client) -> None:
    assert "Zur Suche gehen" in text_of(maren.get("/desk/"))
    assert "Zur Suche gehen" in text_of(maren.get("/desk/keys/"))


def test_language_can_be_changed_at_the_desk(world: World, maren: Client) -> None:
    maren.post("/language/", {"language": "en", "next": "/desk/"})
    assert "<title>Find customers – Desk –" in text_of(maren.get("/desk/"))
