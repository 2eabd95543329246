"""Staff in the studio: the portal takes its colour, its name and its logo."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from e2e.accessibility import problems
from e2e.portal import PATIENCE, Portal, Watch, sign_in, visit

LOOK = "/studio/portals/localhost/"
USUAL = {"name": "Kundenportal", "colour": "#1F5C4D"}


@pytest.fixture(scope="module")
def studio(portal: Portal) -> Portal:
    return replace(portal, url=portal.url.replace("//localhost", "//studio.localhost"))


@pytest.fixture
def page(browser: Browser, studio: Portal) -> Iterator[Page]:
    with visit(browser, studio) as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        watch = Watch(opened)
        yield opened
        watch.assert_clean()


def logo() -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (300, 100), "#E20074").save(out, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}


def type_look(page: Page, *, name: str, colour: str) -> None:
    page.goto(LOOK)
    page.get_by_label("Name des Portals (Deutsch)").fill(name)
    page.get_by_label("Farbe").fill(colour)


def customers_see(browser: Browser, portal: Portal) -> dict[str, Any]:
    with visit(browser, portal, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto("/sign-in/password/")
        button = page.get_by_role("main").locator(".btn-primary").first
        picture = page.locator(".brand img")
        return {
            "name": page.locator(".brand").inner_text().split("\n")[0],
            "colour": button.evaluate("element => getComputedStyle(element).backgroundColor"),
            "logo": picture.count() and picture.evaluate("element => element.naturalWidth"),
        }


def test_portal_takes_what_was_chosen_and_gives_it_back(
    page: Page, browser: Browser, portal: Portal
) -> None:
    sign_in(page, "Nele Brink")
    page.get_by_role("link", name="Kundenportal").click()
    before = customers_see(browser, portal)
    type_look(page, name="Wärmeportal", colour="#E20074")
    page.get_by_role("button", name="Vorschau ohne zu speichern").click()
    page.get_by_role("link", name="Anmeldung").click()
    for title in ("Hell, Computer", "Dunkel, Telefon"):
        frame = page.get_by_title(title)
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.locator(".brand")).to_contain_text("Wärmeportal")
        button = frame.content_frame.locator(".btn-primary").first
        expect(button).to_have_css("background-color", "rgb(226, 0, 116)")
    assert customers_see(browser, portal) == before

    page.locator("input[type=file]").set_input_files(logo())
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Gespeichert. Kund")).to_be_visible()
    assert customers_see(browser, portal) == {
        "name": "Wärmeportal",
        "colour": "rgb(226, 0, 116)",
        "logo": 300,
    }

    type_look(page, **USUAL)
    page.get_by_label("Kein Logo zeigen").check()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Gespeichert. Kund")).to_be_visible()
    assert customers_see(browser, portal) == before


def test_what_is_no_colour_is_said_beside_it(page: Page) -> None:
    sign_in(page, "Nele Brink")
    type_look(page, name="Kundenportal", colour="grün")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Geben Sie eine Farbe ein")


def test_menu_takes_its_order_and_gives_it_back(
    page: Page, browser: Browser, portal: Portal
) -> None:
    sign_in(page, "Nele Brink")
    page.goto(f"{LOOK}menu/")
    page.get_by_role("button", name="Nach oben Rechnungen").click()
    page.get_by_role("button", name="Verbergen Bestellungen").click()
    assert menu_of_customers(browser, portal) == ["Übersicht", "Rechnungen", "Kollegen"]
    page.get_by_role("button", name="Zeigen Bestellungen").click()
    page.get_by_role("button", name="Nach oben Bestellungen").click()
    entries = ["Übersicht", "Bestellungen", "Rechnungen", "Kollegen"]
    assert menu_of_customers(browser, portal) == entries


def menu_of_customers(browser: Browser, portal: Portal) -> list[str]:
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Sabine Kessler")
        return page.locator(".main-nav li").all_inner_texts()


def test_imprint_is_written_and_read_by_everybody(
    page: Page, browser: Browser, portal: Portal
) -> None:
    sign_in(page, "Nele Brink")
    page.goto(f"{LOOK}legal/imprint/")
    page.get_by_label("Text (Deutsch)").fill("# Anschrift\n\nMusterkai 14\n\n<b>20457</b>")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("Veröffentlicht. Frühere")).to_be_visible()
    with visit(browser, portal) as context:
        stranger = context.new_page()
        stranger.goto("/sign-in/")
        stranger.get_by_role("link", name="Impressum").click()
        expect(stranger.get_by_role("heading", level=2)).to_have_text("Anschrift")
        expect(stranger.get_by_role("main")).to_contain_text("<b>20457</b>")
    page.get_by_role("link", name="Fassung 1 vom").click()
    expect(page.get_by_label("Text (Deutsch)")).to_have_value(re.compile("Musterkai 12"))


def test_news_are_on_home_until_they_are_taken_off(
    page: Page, browser: Browser, portal: Portal
) -> None:
    sign_in(page, "Nele Brink")
    page.goto(f"{LOOK}news/")
    page.get_by_label("Titel (Deutsch)").fill("Inventur am Freitag")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Die Neuigkeit ist gespeichert.")).to_be_visible()
    assert "Inventur am Freitag" in headings_on_home(browser, portal)
    page.get_by_role("button", name="Von der Übersicht nehmen").click()
    expect(page.get_by_text("nicht mehr auf der Übersicht")).to_be_visible()
    assert "Inventur am Freitag" not in headings_on_home(browser, portal)


def headings_on_home(browser: Browser, portal: Portal) -> list[str]:
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Sabine Kessler")
        return page.get_by_role("heading", level=2).all_inner_texts()


@pytest.fixture(
    params=[("light", "de-DE"), ("dark", "de-DE"), ("light", "en-GB"), ("dark", "en-GB")],
    ids="-".join,
)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, studio: Portal
) -> Iterator[BrowserContext]:
    scheme, locale = request.param
    with visit(browser, studio, color_scheme=scheme, locale=locale) as context:
        yield context


def test_pages_of_the_studio(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    found = problems(page, "/sign-in/")
    sign_in(page, "Nele Brink")
    for place in (
        "/studio/",
        LOOK,
        f"{LOOK}menu/",
        f"{LOOK}legal/",
        f"{LOOK}legal/imprint/",
        f"{LOOK}news/",
        "/studio/nowhere/",
        f"{LOOK}?page=order",
    ):
        found += problems(page, place)
    assert found == []
    watch.assert_clean()
