"""Staff at the desk: a customer is found by an invoice's number, with the keyboard alone."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.accessibility import problems
from e2e.portal import PATIENCE, Portal, Watch, focus_by_tab, sign_in, visit

CONTACT = "m.thomsen@thomsen-brink.example"
PASSWORD = "handschlag-demo"
SEARCH = "Nummer, Name oder E-Mail-Adresse"


@pytest.fixture(scope="module")
def desk(portal: Portal) -> Portal:
    return replace(portal, url=portal.url.replace("//localhost", "//desk.localhost"))


@pytest.fixture
def page(browser: Browser, desk: Portal) -> Iterator[Page]:
    with visit(browser, desk, timezone_id="Europe/Berlin") as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        watch = Watch(opened)
        yield opened
        watch.assert_clean()


@pytest.fixture
def number(browser: Browser, portal: Portal) -> str:
    """An invoice that a customer can see."""
    with visit(browser, portal) as context:
        customer = context.new_page()
        sign_in(customer, "Sabine Kessler")
        customer.goto("/invoices/")
        return customer.locator("main tbody tr a").first.inner_text()


def test_customer_is_found_by_an_invoice_with_the_keyboard_alone(page: Page, number: str) -> None:
    page.goto("/")
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()
    page.keyboard.type(CONTACT)
    focus_by_tab(page, "Passwort")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kundschaft finden")
    expect(page.get_by_role("main").get_by_label(SEARCH)).to_be_focused()
    page.keyboard.type(number.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kessler Haustechnik GmbH")
    timeline = page.locator("#timeline")
    expect(timeline.get_by_text(re.compile("Rechnung|Bestellung|Zahlung")).first).to_be_visible()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys.get_by_text("Zur Suche gehen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("kessler")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_label(SEARCH)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-hit]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kessler")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    sign_in(page, "Maren Thomsen")
    page.goto("/desk/keys/")
    switch = page.get_by_role("button", name="Einzelne Tasten")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    page.goto("/nowhere/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto("/desk/keys/")
    switch.click()
    page.goto("/nowhere/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_customer_is_found_without_script(browser: Browser, desk: Portal, number: str) -> None:
    with visit(browser, desk, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, "Maren Thomsen")
        page.get_by_role("main").get_by_label(SEARCH).fill(number)
        page.get_by_role("main").get_by_role("button", name="Suchen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kessler Haustechnik GmbH")
        page.get_by_role("link", name="Tasten").click()
        expect(page.get_by_text("Zur Suche gehen")).to_be_visible()


@pytest.fixture(params=[("light", "de-DE"), ("dark", "en-GB")], ids="-".join)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, desk: Portal
) -> Iterator[BrowserContext]:
    scheme, locale = request.param
    with visit(browser, desk, color_scheme=scheme, locale=locale) as context:
        yield context


def test_every_page_fits_and_is_accessible(visitor: BrowserContext, desk: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    assert problems(page, "/sign-in/") == []
    sign_in(page, "Maren Thomsen")
    page.goto("/desk/?q=K-1001")
    places = [page.url, "/desk/", "/desk/?q=kessler", "/desk/?q=zzzz", "/desk/keys/", "/nowhere/"]
    assert [problem for place in places for problem in problems(page, place)] == []
    watch.assert_clean()
