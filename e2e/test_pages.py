"""Every page in each width, colour scheme and language: it fits, it is accessible, it is quiet."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from e2e.accessibility import problems
from e2e.portal import Portal, Watch, sign_in, visit

STRANGER = (
    "/legal/imprint/",
    "/sign-in/",
    "/sign-in/password/",
    "/signed-out/",
    "/components/",
    "/nowhere/",
    "/demo/mail/",
)
CUSTOMER = (
    "/",
    "/orders/",
    "/orders/?q=nothing-like-this",
    "/invoices/",
    "/notifications/",
    "/notifications/settings/",
    "/shortcuts/",
    "/colleagues/",
    "/colleagues/invite/",
    "/account/security/",
    "/account/email/",
    "/account/factors/app/",
    "/account/factors/passkey/",
    "/account/proof/",
    "/nowhere/",
)
ASK_FOR_A_CODE = {
    "/sign-in/": "main button[name=code]",
    "/sign-in/password/": "main button.btn-primary",
}
WITH_SEVERAL_ORGANISATIONS = ("/organisations/",)
NO_PAGES = {
    "/.well-known/security.txt",
    "/invoices/export/",
    "/live/",
    "/notifications/bell/",
    "/organisations/menu/",
    "/orders/export/",
    "/robots.txt",
    "/sign-in/inactive/",
    "/sign-in/passkey/",
    "/sign-up/",
}
# They open after steps that take a secret out of a mail or an app.
WITHIN_A_JOURNEY = {
    "/account/email/code/",
    "/account/email/undo/",
    "/account/factors/",
    "/account/factors/codes/",
    "/account/factors/remove/",
    "/invitation/",
    "/sign-in/password/new/",
    "/sign-in/second/",
}
ADDRESSES = """
import django
django.setup()
from handschlag.core.checks import routes
for route, view in routes():
    if "GET" in view.door.methods and "portal" in view.door.at and "<" not in route:
        print(f"/{route}")
"""
DETAILS = ("/orders/", "/invoices/", "/colleagues/")


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
@pytest.mark.feature("S87", part="one log over all tests")
def test_pages_before_sign_in(visitor: BrowserContext, portal: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    assert [problem for place in STRANGER for problem in problems(page, place)] == []
    watch.assert_clean()


def test_pages_that_ask_for_a_code(visitor: BrowserContext, portal: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    found = []
    for place, button in ASK_FOR_A_CODE.items():
        page.goto(place)
        page.locator("main input[type=email]").fill("nobody@elsewhere.example")
        page.locator(button).click()
        page.wait_for_url(f"**{place}code/")
        found += problems(page, f"{place}code/")
    assert found == []
    watch.assert_clean()


@pytest.mark.feature("S31", part="tests with people")
@pytest.mark.feature("S43", part="rooms that are not there yet")
@pytest.mark.feature("S87", part="one log over all tests")
def test_pages_of_a_customer(visitor: BrowserContext, portal: Portal) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    sign_in(page, "Sabine Kessler")
    details = [_first_detail(page, place) for place in DETAILS]
    places = [*CUSTOMER, *details, f"{details[-1]}access/"]
    assert [problem for place in places for problem in problems(page, place)] == []
    watch.assert_clean()


def test_page_of_somebody_with_several_organisations(
    visitor: BrowserContext, portal: Portal
) -> None:
    visitor.clear_cookies()
    page = visitor.new_page()
    watch = Watch(page)
    sign_in(page, "Claudia Weber")
    assert [p for place in WITH_SEVERAL_ORGANISATIONS for p in problems(page, place)] == []
    watch.assert_clean()


def test_page_of_somebody_without_the_right(visitor: BrowserContext, portal: Portal) -> None:
    visitor.clear_cookies()
    page = visitor.new_page()
    sign_in(page, "Jonas Brandt")
    assert problems(page, "/invoices/") == []


def test_every_page_is_looked_at(portal: Portal) -> None:
    asked = [sys.executable, "-c", ADDRESSES]
    known = set(subprocess.check_output(asked, env=portal.environment(), text=True).split())
    codes = {f"{place}code/" for place in ASK_FOR_A_CODE}
    looked_at = {*STRANGER, *CUSTOMER, *WITH_SEVERAL_ORGANISATIONS, *codes}
    assert known - looked_at == NO_PAGES | WITHIN_A_JOURNEY


def _first_detail(page: Page, listing: str) -> str:
    page.goto(listing)
    return str(page.locator("main tbody tr a").first.get_attribute("href"))
