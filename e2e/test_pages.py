"""Every page in each width, colour scheme and language: it fits, it is accessible, it is quiet."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from e2e.accessibility import problems
from e2e.portal import Portal, Watch, sign_in, visit

STRANGER = (
    "/legal/imprint/",
    "/sign-in/",
    "/sign-in/password/",
    "/components/",
    "/nowhere/",
    "/demo/mail/",
)
CUSTOMER = (
    "/",
    "/orders/",
    "/orders/?q=nothing-like-this",
    "/invoices/",
    "/shortcuts/",
    "/account/security/",
    "/account/email/",
    "/account/factors/app/",
    "/account/factors/passkey/",
    "/account/proof/",
    "/nowhere/",
)
DETAILS = ("/orders/", "/invoices/")


@pytest.fixture(
    scope="module",
    params=[
        ("light", "de-DE"),
        ("dark", "de-DE"),
        ("light", "en-GB"),
        ("dark", "en-GB"),
    ],
    ids="-".join,
)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, portal: Portal
) -> Iterator[BrowserContext]:
    scheme, locale = request.param
    with visit(browser, portal, color_scheme=scheme, locale=locale) as context:
        yield context


@pytest.mark.feature("S31", part="tests with people")
@pytest.mark.feature("S87", part="mails and jobs")
def test_pages_before_sign_in(visitor: BrowserContext, portal: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    assert [problem for place in STRANGER for problem in problems(page, place)] == []
    watch.assert_clean()


@pytest.mark.feature("S31", part="tests with people")
@pytest.mark.feature("S43", part="rooms that are not there yet")
@pytest.mark.feature("S87", part="mails and jobs")
def test_pages_of_a_customer(visitor: BrowserContext, portal: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    sign_in(page, "Sabine Kessler")
    places = [*CUSTOMER, *(_first_detail(page, place) for place in DETAILS)]
    assert [problem for place in places for problem in problems(page, place)] == []
    watch.assert_clean()


def test_page_of_somebody_without_the_right(visitor: BrowserContext, portal: Portal) -> None:
    visitor.clear_cookies()
    page = visitor.new_page()
    sign_in(page, "Jonas Brandt")
    assert problems(page, "/invoices/") == []


def _first_detail(page: Page, listing: str) -> str:
    page.goto(listing)
    return str(page.locator("main tbody tr a").first.get_attribute("href"))
