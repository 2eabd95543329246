import subprocess
import sys

from playwright.sync_api import BrowserContext, Page, Route, expect

from e2e.portal import Portal

TABS = 8
LONGEST_PAUSE = 10_000
UPDATED = "Diese Seite wurde gerade aktualisiert."


def test_open_pages_show_a_change_at_once(
    signed_in: Page, context: BrowserContext, portal: Portal
) -> None:
    number, address = an_open_invoice(signed_in, 0)
    tabs = [signed_in, *(context.new_page() for _ in range(TABS - 1))]
    for tab in tabs:
        tab.goto(address)
        expect(tab.get_by_role("link", name="Herunterladen")).to_have_count(0)
    attach_document(portal, number)
    for tab in tabs:
        tab.bring_to_front()
        expect(tab.get_by_role("link", name="Herunterladen")).to_be_visible()
    expect(signed_in.get_by_text(UPDATED)).to_have_count(1)


def test_change_before_the_page_listens_is_shown(signed_in: Page, portal: Portal) -> None:
    number, address = an_open_invoice(signed_in, 1)
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    signed_in.route("**/live/**", hold)
    with signed_in.expect_request("**/live/**"):
        signed_in.goto(address)
    attach_document(portal, number)
    expect(signed_in.get_by_role("link", name="Herunterladen")).to_have_count(0)
    asked[0].continue_()
    expect(signed_in.get_by_role("link", name="Herunterladen")).to_be_visible()


def test_page_listens_again_after_a_refusal(signed_in: Page, portal: Portal) -> None:
    number, address = an_open_invoice(signed_in, 2)
    signed_in.route("**/live/**", lambda route: route.fulfill(status=403), times=1)
    signed_in.clock.install()
    signed_in.goto(address)
    with signed_in.expect_response(lambda answer: answer.status == 403):
        signed_in.clock.run_for(LONGEST_PAUSE)
    attach_document(portal, number)
    signed_in.clock.run_for(LONGEST_PAUSE)
    expect(signed_in.get_by_role("link", name="Herunterladen")).to_be_visible()


def test_open_menu_stays_until_it_is_closed(
    signed_in: Page, context: BrowserContext, portal: Portal
) -> None:
    number, _ = an_open_invoice(signed_in, 3)
    signed_in.get_by_text("Exportieren").first.click()
    other = context.new_page()
    other.goto(signed_in.url)
    attach_document(portal, number)
    expect(other.get_by_text(UPDATED)).to_have_count(1)
    signed_in.bring_to_front()
    expect(signed_in.get_by_role("link", name="CSV")).to_be_visible()
    expect(signed_in.get_by_text(UPDATED)).to_have_count(0)
    signed_in.get_by_text("Exportieren").first.click()
    expect(signed_in.get_by_text(UPDATED)).to_have_count(1)


def an_open_invoice(page: Page, place: int) -> tuple[str, str]:
    """Its number and address; each test takes one of its own, since it is changed."""
    page.goto("/invoices/?status=open")
    link = page.locator("main tbody tr").nth(place).get_by_role("link").first
    return link.inner_text(), str(link.get_attribute("href"))


def attach_document(portal: Portal, number: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "e2e.attach_document", number],
        env=portal.environment(),
        check=True,
        capture_output=True,
    )
