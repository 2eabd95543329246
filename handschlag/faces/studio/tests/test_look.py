"""A portal's name, colour and logo, changed in the studio."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.faces.studio.tests.world import HOST, at_studio, make_staff, text_of
from handschlag.platform.identity.tests.factories import make_login, make_person
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import make_portal

SYSTEM = system_actor("test")
PLACE = "/studio/portals/testserver/"
TYPED = {
    "name_de": "Wärmeportal",
    "name_en": "Heat portal",
    "company_name": "Voss Wärme AG",
    "brand": "#E20074",
}


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (300, 100), "#C2571A").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def entries() -> list[str]:
    with acting(SYSTEM):
        return list(JournalEntry.objects.values_list("kind", flat=True))


def look_of(portal: Portal) -> tuple[str, str, str]:
    with acting(SYSTEM):
        portal.refresh_from_db()
    return portal.company_name, portal.brand, portal.logo_digest


def test_signing_in_leads_to_the_portals(portal: Portal, maren: Client) -> None:
    make_portal("service.testserver", company_name="Voss Service")
    begin = maren.get("/", follow=True)
    assert begin.redirect_chain == [("/studio/", 302)]
    page = text_of(begin)
    assert "<title>Portale – Redaktion – Brenner Wärmetechnik GmbH</title>" in page
    assert 'href="/studio/portals/testserver/"' in page
    assert 'href="/studio/portals/service.testserver/"' in page


def test_saved_look_is_what_customers_see_next(portal: Portal, maren: Client) -> None:
    response = maren.post(PLACE, {**TYPED, "logo": picture()}, follow=True)
    assert "Gespeichert." in text_of(response)
    page = text_of(Client(headers={"accept-language": "en"}).get("/sign-in/"))
    assert "Heat portal" in page
    assert "Voss Wärme AG" in page
    assert f'src="/logo-{look_of(portal)[2]}.png"' in page
    assert "portals.look_changed" in entries()


def test_twenty_contrasts_are_shown(portal: Portal, maren: Client) -> None:
    page = text_of(maren.get(PLACE))
    assert page.count("Lesbar") == 20
    assert "7,79 : 1" in page, "white on the brand colour, as the design's table has it"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"brand": "grün"}, "Geben Sie eine Farbe ein, zum Beispiel #1F5C4D."),
        ({"name_en": ""}, "Geben Sie an, wie das Portal heißt."),
        (
            {"logo": SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>", "image/png")},
            "Wählen Sie ein Bild als PNG, JPEG oder WebP.",
        ),
    ],
    ids=["colour", "name", "logo"],
)
def test_what_cannot_be_is_refused_beside_its_field(
    portal: Portal, maren: Client, wrong: dict[str, Any], sentence: str
) -> None:
    page = text_of(maren.post(PLACE, {**TYPED, **wrong}))
    assert sentence in page
    assert 'value="Voss Wärme AG"' in page
    assert look_of(portal) == ("Brenner Wärmetechnik GmbH", "#1F5C4D", "")


def test_logo_is_taken_away(portal: Portal, maren: Client) -> None:
    assert "removes_logo" not in text_of(maren.get(PLACE))
    maren.post(PLACE, {**TYPED, "logo": picture()})
    assert look_of(portal)[2]
    maren.post(PLACE, {**TYPED, "removes_logo": "on"})
    assert look_of(portal)[2] == ""


@pytest.mark.parametrize(
    "place",
    [
        "/studio/portals/elsewhere.example/",
        "/studio/preview/e2007.css",
    ],
)
def test_what_does_not_exist_is_said_so(portal: Portal, maren: Client, place: str) -> None:
    response = maren.get(place)
    assert response.status_code == 404
    assert "Zu den Portalen" in response.text


def test_stranger_signs_in_first(portal: Portal) -> None:
    response = Client(headers=HOST).get("/studio/")
    assert response["Location"] == "/sign-in/?next=/studio/"


def test_customer_is_told_that_this_is_not_for_them(portal: Portal) -> None:
    response = at_studio(make_login(make_person("Eva Kern"))).get("/studio/")
    assert response.status_code == 403
    assert "Die Redaktion ist für Beschäftigte von Brenner Wärmetechnik GmbH." in response.text


def test_staff_without_the_right_are_told_which(portal: Portal) -> None:
    browser = at_studio(make_staff("Jan Brink", "organisations.look_up"))
    response = browser.get("/studio/")
    assert response.status_code == 403
    assert "Ihnen fehlt das Recht „Ändern, was ein Portal zeigt“." in response.text
    assert browser.get(PLACE).status_code == 404
    assert browser.post(PLACE, TYPED).status_code == 404


def test_studio_is_at_its_own_host_with_its_own_session(portal: Portal, maren: Client) -> None:
    assert "handschlag_studio" in maren.cookies
    for host in ("testserver", "desk.testserver"):
        assert maren.get("/studio/", headers={"host": host}).status_code == 404
    smuggled = Client(headers={"host": "desk.testserver"})
    smuggled.cookies["handschlag_desk"] = maren.cookies["handschlag_studio"].value
    assert smuggled.get("/desk/")["Location"].startswith("/sign-in/")


def test_pages_keep_the_strict_policy(portal: Portal, maren: Client) -> None:
    policy = maren.get(PLACE)["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
