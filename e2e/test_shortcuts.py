"""A list that is looked at often is suggested for home, and stands there on every device."""

import pytest
from playwright.sync_api import Browser, expect

from e2e.portal import Portal, sign_in, visit

PLACE = "/invoices/?status=paid&year=2026"


@pytest.mark.feature("S92")
def test_often_used_list_is_suggested_and_pinned_for_all_devices(
    browser: Browser, portal: Portal
) -> None:
    with visit(browser, portal) as desktop:
        page = desktop.new_page()
        sign_in(page, "Petra Lindner")
        hint = page.get_by_text("Das öffnen Sie oft.")
        for _ in range(2):
            page.goto(PLACE)
            expect(page.get_by_role("button", name="Auf die Übersicht")).to_be_visible()
        expect(hint).to_be_hidden()
        page.goto(PLACE)
        expect(hint).to_be_visible()
        page.get_by_role("link", name="Offen", exact=False).first.click()
        expect(hint).to_be_hidden()
        page.goto(PLACE)
        page.get_by_role("button", name="Auf die Übersicht").click()
        expect(page.get_by_text("Liegt jetzt auf Ihrer Übersicht.")).to_be_visible()
        expect(hint).to_be_hidden()
    with visit(browser, portal, viewport={"width": 360, "height": 740}) as phone:
        page = phone.new_page()
        sign_in(page, "Petra Lindner")
        page.get_by_role("link", name="Rechnungen · Bezahlt · 2026").click()
        expect(page).to_have_url(portal.url + PLACE)
