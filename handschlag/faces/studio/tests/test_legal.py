"""Legal texts: written in the studio, shown to everybody, every version kept."""

import pytest
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.faces.studio.tests.world import text_of
from handschlag.platform.portals.models import LegalText, Portal
from handschlag.platform.portals.tests.factories import make_portal

SYSTEM = system_actor("test")
PLACE = "/studio/portals/testserver/legal/"
IMPRINT = f"{PLACE}imprint/"
TYPED = {"text_de": "# Angaben\n\nVoss Wärme AG", "text_en": "# Details\n\nVoss Wärme AG"}


@pytest.fixture
def german() -> Client:
    return Client(headers={"accept-language": "de"})


def versions(portal: Portal) -> list[tuple[str, int, str]]:
    with acting(SYSTEM):
        found = LegalText.objects.filter(portal=portal).order_by("version")
        return [(text.kind, text.version, text.text.get("de", "")) for text in found]


def test_text_is_there_for_everybody_in_both_languages(
    portal: Portal, maren: Client, german: Client
) -> None:
    assert german.get("/legal/imprint/").status_code == 404
    assert "Veröffentlicht." in text_of(maren.post(IMPRINT, TYPED, follow=True))
    page = text_of(german.get("/legal/imprint/"))
    assert "<h1>Impressum</h1>" in page
    assert "<h2>Angaben</h2>" in page
    assert "Fassung 1 vom" in page
    assert "<h2>Details</h2>" in text_of(
        Client(headers={"accept-language": "en"}).get("/legal/imprint/")
    )


def test_foot_of_every_page_leads_to_it(portal: Portal, maren: Client, german: Client) -> None:
    assert "/legal/" not in text_of(german.get("/sign-in/"))
    maren.post(IMPRINT, TYPED)
    maren.post(f"{PLACE}terms/", TYPED)
    page = text_of(german.get("/sign-in/"))
    assert '<a href="/legal/imprint/">Impressum</a>' in page
    assert '<a href="/legal/terms/">Geschäftsbedingungen</a>' in page
    assert 'href="/legal/privacy/"' not in page


def test_own_text_takes_the_place_of_the_website(maren: Client, german: Client) -> None:
    make_portal("other.testserver", privacy_url="https://voss.example/datenschutz")
    host = {"host": "other.testserver"}
    page = text_of(german.get("/sign-in/", headers=host))
    assert '<a href="https://voss.example/datenschutz">Datenschutz</a>' in page
    maren.post("/studio/portals/other.testserver/legal/privacy/", TYPED)
    page = text_of(german.get("/sign-in/", headers=host))
    assert '<a href="/legal/privacy/">Datenschutz</a>' in page
    assert "voss.example" not in page


def test_text_of_one_portal_is_not_the_other_ones(
    portal: Portal, maren: Client, german: Client
) -> None:
    make_portal("other.testserver")
    maren.post(IMPRINT, TYPED)
    assert german.get("/legal/imprint/", headers={"host": "other.testserver"}).status_code == 404


def test_every_version_is_kept(portal: Portal, maren: Client, german: Client) -> None:
    maren.post(IMPRINT, TYPED)
    maren.post(IMPRINT, TYPED | {"text_de": "Neuer Text"})
    assert versions(portal) == [("imprint", 1, TYPED["text_de"]), ("imprint", 2, "Neuer Text")]
    assert "Neuer Text" in text_of(german.get("/legal/imprint/"))
    assert "Neuer Text</textarea>" in text_of(maren.get(IMPRINT))
    assert "Neuer Text" not in text_of(maren.get(f"{IMPRINT}?version=1"))


def test_empty_text_takes_the_page_down(portal: Portal, maren: Client, german: Client) -> None:
    maren.post(IMPRINT, TYPED)
    maren.post(IMPRINT, {"text_de": "", "text_en": ""})
    assert german.get("/legal/imprint/").status_code == 404
    assert "/legal/" not in text_of(german.get("/sign-in/"))
    assert len(versions(portal)) == 2


def test_script_in_a_text_is_shown_as_typed(maren: Client, german: Client) -> None:
    maren.post(IMPRINT, {"text_de": "<script>alert(1)</script> [x](javascript:alert(1))"})
    page = text_of(german.get("/legal/imprint/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript' not in page


def test_versions_stand_in_the_journal(maren: Client) -> None:
    maren.post(IMPRINT, TYPED)
    with acting(SYSTEM):
        [entry] = JournalEntry.objects.filter(kind="portals.legal_text_published")
    assert entry.body == {"host": "testserver", "text": "imprint", "number": 1}


def test_overview_says_what_is_shown(maren: Client) -> None:
    assert text_of(maren.get(PLACE)).count("noch nicht") == 3
    maren.post(IMPRINT, TYPED)
    page = text_of(maren.get(PLACE))
    assert page.count("noch nicht") == 2
    assert "Fassung 1 vom" in page


@pytest.mark.parametrize("place", [f"{PLACE}recipes/", "/studio/portals/nowhere/legal/imprint/"])
def test_what_no_portal_has_cannot_be_written(maren: Client, portal: Portal, place: str) -> None:
    assert maren.post(place, TYPED).status_code == 404
    assert versions(portal) == []
