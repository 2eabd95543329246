"""What a person sets once holds after signing out, and on another device."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.portal import Portal, sign_in, visit


@pytest.mark.feature("S36", part="parts of home that are there without asking cannot be hidden")
def test_language_tiles_and_channels_are_there_on_the_next_device(
    browser: Browser, portal: Portal
) -> None:
    with visit(browser, portal) as desktop:
        page = desktop.new_page()
        sign_in(page, "Anke Rademacher")
        _settle(page)
        page.locator("summary", has_text="Anke Rademacher").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    phone = {"viewport": {"width": 360, "height": 740}, "locale": "de-DE"}
    with visit(browser, portal, **phone) as context:
        page = context.new_page()
        sign_in(page, "Anke Rademacher")
        expect(page.get_by_role("link", name="Orders · Delivered")).to_be_visible()
        page.goto("/notifications/settings/")
        expect(_channel(page)).to_be_checked()


def _settle(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    page.goto("/orders/?status=delivered")
    page.get_by_role("button", name="Put on the overview").click()
    expect(page.get_by_text("It is on your overview now.")).to_be_visible()
    page.goto("/notifications/settings/")
    _channel(page).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds on all your devices.")).to_be_visible()


def _channel(page: Page) -> Locator:
    return page.get_by_label("Daily summary").first
