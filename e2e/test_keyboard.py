import pytest
from playwright.sync_api import Page, expect

from e2e.portal import focus_by_tab

PASSWORD = "handschlag-demo"


@pytest.mark.feature("S31", part="tests with people")
def test_from_sign_in_to_an_order_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/orders/")
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()
    page.keyboard.type("s.kessler@kessler-haustechnik.example")
    focus_by_tab(page, "Passwort")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bestellungen")
    focus_by_tab(page, "AB-")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bestellung AB-")


def test_first_tab_skips_to_the_content(signed_in: Page) -> None:
    signed_in.goto("/orders/")
    signed_in.keyboard.press("Tab")
    expect(signed_in.locator(":focus")).to_have_text("Zum Inhalt springen")
    signed_in.keyboard.press("Enter")
    signed_in.keyboard.press("Tab")
    focused = signed_in.locator(":focus")
    assert focused.evaluate("element => document.querySelector('main').contains(element)")


HAS_OUTLINE = """element => {
    const seen = [element, element.closest('.has-link')].filter(Boolean).map(getComputedStyle);
    return seen.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
}"""


def test_focus_is_visible_on_every_stop(signed_in: Page) -> None:
    signed_in.goto("/orders/")
    for _ in range(25):
        signed_in.keyboard.press("Tab")
        focused = signed_in.locator(":focus")
        assert focused.evaluate(HAS_OUTLINE), focused.evaluate("element => element.outerHTML")
