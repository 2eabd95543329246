import csv
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from e2e.portal import Portal, sign_in, visit


@pytest.mark.feature("S65", part="the structured file, the dispute")
def test_an_invoice_is_found_and_leads_to_its_order(signed_in: Page) -> None:
    signed_in.goto("/invoices/")
    number = signed_in.locator("main tbody tr").first.get_by_role("link").first.inner_text()
    signed_in.get_by_role("searchbox").fill(number.lower())
    signed_in.get_by_role("searchbox").press("Enter")
    expect(signed_in.locator("main tbody tr")).to_have_count(1)
    signed_in.get_by_role("link", name=number).click()
    expect(signed_in.get_by_role("heading", level=1)).to_contain_text(number)
    signed_in.get_by_role("main").get_by_role("link", name="AB-").first.click()
    expect(signed_in.get_by_role("heading", level=1)).to_contain_text("Bestellung AB-")
    expect(signed_in.get_by_role("main").get_by_text(number).first).to_be_visible()


@pytest.mark.feature("S83")
def test_invoice_is_read_on_a_phone_without_a_file(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 740})
    signed_in.goto("/invoices/?status=open")
    card = signed_in.locator("main tbody tr").first
    assert card.evaluate("row => getComputedStyle(row).display") != "table-row"
    amount = card.locator("td", has_text="€").last.inner_text().split("€")[0].split()[-1]
    card.get_by_role("link").first.click()
    expect(signed_in.get_by_role("main").get_by_text(amount).first).to_be_visible()
    for line in signed_in.locator("main tbody tr").all():
        expect(line).to_be_visible()
        assert line.evaluate("row => row.getBoundingClientRect().right <= window.innerWidth")


@pytest.mark.feature("S58")
def test_exports_hold_the_filtered_list(signed_in: Page) -> None:
    signed_in.goto("/orders/?status=delivered")
    shown = signed_in.locator("main tbody tr").first.get_by_role("link").first.inner_text()
    rows = list(
        csv.reader(io.StringIO(_exported(signed_in, "CSV").decode("utf-8-sig")), delimiter=";")
    )
    assert shown in rows[1]
    book = load_workbook(io.BytesIO(_exported(signed_in, "Excel")))
    assert book.active.max_row == len(rows)


def test_older_pages_follow_without_gap_or_repetition(signed_in: Page) -> None:
    signed_in.goto("/orders/")
    total = int(signed_in.locator("main a[aria-current]").first.inner_text().split()[-1])
    seen: list[str] = []
    while True:
        seen += [row.split("\n")[0] for row in signed_in.locator("main tbody tr").all_inner_texts()]
        older = signed_in.get_by_role("link", name="Ältere anzeigen")
        if older.count() == 0:
            break
        older.click()
        signed_in.wait_for_load_state()
    assert len(seen) == total == len(set(seen))


def test_switching_the_organisation_changes_whose_orders_are_shown(
    browser: Browser, portal: Portal
) -> None:
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Claudia Weber")
        first = page.get_by_role("banner").inner_text()
        page.get_by_role("banner").locator("summary").first.click()
        page.get_by_role("button", name="Wohnungsverein Nordhafen eG").click()
        expect(page.get_by_role("banner")).to_contain_text("Wohnungsverein Nordhafen eG")
        assert page.get_by_role("banner").inner_text() != first


def test_buyer_has_no_invoices_in_menu_and_gets_a_reason_by_address(
    browser: Browser, portal: Portal
) -> None:
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Jonas Brandt")
        expect(page.get_by_role("navigation").get_by_text("Rechnungen")).to_have_count(0)
        answer = page.goto("/invoices/")
        assert answer is not None
        assert answer.status == 403


def test_language_changes_in_place_and_stays(signed_in: Page) -> None:
    signed_in.goto("/orders/?status=delivered")
    signed_in.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Orders")
    assert signed_in.url.endswith("/orders/?status=delivered")
    signed_in.goto("/")
    expect(signed_in.locator("html")).to_have_attribute("lang", "en")
    signed_in.get_by_role("contentinfo").get_by_role("button", name="Deutsch").click()
    expect(signed_in.locator("html")).to_have_attribute("lang", "de")


def _exported(page: Page, kind: str) -> bytes:
    page.reload()
    page.get_by_text("Exportieren").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=kind).click()
    return download.value.path().read_bytes()
