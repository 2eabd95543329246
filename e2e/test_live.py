import subprocess
import sys

from playwright.sync_api import BrowserContext, Page, expect

from e2e.portal import Portal

TABS = 8


def test_open_pages_show_a_change_at_once(
    signed_in: Page, context: BrowserContext, portal: Portal
) -> None:
    signed_in.goto("/invoices/?status=open")
    row = signed_in.locator("main tbody tr").first.get_by_role("link").first
    number, address = row.inner_text(), row.get_attribute("href")
    tabs = [signed_in, *(context.new_page() for _ in range(TABS - 1))]
    for tab in tabs:
        tab.goto(str(address))
        expect(tab.get_by_role("link", name="Herunterladen")).to_have_count(0)
    attach_document(portal, number)
    for tab in tabs:
        tab.bring_to_front()
        expect(tab.get_by_role("link", name="Herunterladen")).to_be_visible()
    expect(signed_in.get_by_text("Diese Seite wurde gerade aktualisiert.")).to_have_count(1)


def attach_document(portal: Portal, number: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "e2e.attach_document", number],
        env=portal.environment(),
        check=True,
        capture_output=True,
    )
