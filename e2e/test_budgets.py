"""Bytes and requests of a first visit, as the browser receives them; never time."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from e2e.portal import Portal, sign_in, visit

KB = 1024
BUDGETS = {
    "document": {
        "/sign-in/": 6,
        "/": 12,
        "/orders/": 14,
        "/invoices/": 14,
        "/orders/ORDER/": 14,
        "/invoices/INVOICE/": 14,
    },
    "stylesheet": 12,
    "script": 18,
    "font": 30,
}
DETAILS = {"/orders/ORDER/": "/orders/", "/invoices/INVOICE/": "/invoices/"}
REQUESTS = 8
FIRST_VISIT = 100


@pytest.mark.parametrize("place", BUDGETS["document"])
def test_first_visit_stays_within_its_budget(browser: Browser, portal: Portal, place: str) -> None:
    address = place
    with visit(browser, portal) as context:
        if place != "/sign-in/":
            page = context.new_page()
            sign_in(page, "Sabine Kessler")
            address = _newest(page, place) if place in DETAILS else place
        session = context.storage_state()
    with visit(browser, portal, storage_state=session) as context:
        weights, count = _weights(context.new_page(), address)
    assert weights["document"] <= BUDGETS["document"][place] * KB
    for kind in ("stylesheet", "script", "font"):
        assert weights[kind] <= BUDGETS[kind] * KB, kind
    assert sum(weights.values()) <= FIRST_VISIT * KB
    assert count <= REQUESTS


def _newest(page: Page, place: str) -> str:
    page.goto(DETAILS[place])
    return str(page.locator("main tbody tr a").first.get_attribute("href"))


def _weights(page: Page, place: str) -> tuple[dict[str, float], int]:
    """Bytes by kind of resource, and the number of requests."""
    weights: dict[str, float] = defaultdict(float)
    count = 0

    def weigh(response: Response) -> None:
        nonlocal count
        count += 1
        weights[response.request.resource_type] += _weight(response)

    page.on("response", weigh)
    page.goto(place, wait_until="networkidle")
    return weights, count


def _weight(response: Response) -> float:
    sizes = response.request.sizes()
    assert urlsplit(response.url).scheme == "http"
    return float(sizes["responseBodySize"])
