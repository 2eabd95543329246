from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.portal import Portal, sign_in, visit


@pytest.fixture
def plain(browser: Browser, portal: Portal) -> Iterator[Page]:
    with visit(browser, portal, java_script_enabled=False) as context:
        yield context.new_page()


def test_search_and_filters_work_without_script(plain: Page) -> None:
    sign_in(plain, "Sabine Kessler")
    plain.goto("/orders/")
    number = plain.locator("main tbody tr").first.get_by_role("link").first.inner_text()
    plain.get_by_role("searchbox").fill(number)
    plain.get_by_role("searchbox").press("Enter")
    expect(plain.locator("main tbody tr")).to_have_count(1)
    plain.goto("/orders/")
    plain.get_by_role("link", name="Geliefert").first.click()
    assert "status=delivered" in plain.url


def test_menu_opens_and_signs_out_without_script(plain: Page) -> None:
    sign_in(plain, "Sabine Kessler")
    plain.get_by_role("banner").locator("summary").last.click()
    plain.get_by_role("button", name="Abmelden").click()
    plain.goto("/orders/")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Anmelden")
