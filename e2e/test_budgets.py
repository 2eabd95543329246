"""Bytes and requests of a first visit, as the browser receives them; never time."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from e2e.portal import Portal, sign_in

KB = 1024
BUDGETS = {
    "document": {"/sign-in/": 6, "/": 12, "/orders/": 14, "/invoices/": 14},
    "stylesheet": 12,
    "script": 18,
    "font": 30,
}
REQUESTS = 8
FIRST_VISIT = 100


@pytest.mark.parametrize("place", BUDGETS["document"])
def test_first_visit_stays_within_its_budget(browser: Browser, portal: Portal, place: str) -> None:
    context = browser.new_context(base_url=portal.url)
    page = context.new_page()
    if place != "/sign-in/":
        sign_in(page, "Sabine Kessler")
    session = context.storage_state()
    context.close()
    context = browser.new_context(base_url=portal.url, storage_state=session)
    page = context.new_page()
    weights: dict[str, float] = defaultdict(float)
    count = 0

    def weigh(response: Response) -> None:
        nonlocal count
        count += 1
        weights[response.request.resource_type] += _weight(response)

    page.on("response", weigh)
    page.goto(place, wait_until="networkidle")
    assert weights["document"] <= BUDGETS["document"][place] * KB
    for kind in ("stylesheet", "script", "font"):
        assert weights[kind] <= BUDGETS[kind] * KB, kind
    assert sum(weights.values()) <= FIRST_VISIT * KB
    assert count <= REQUESTS
    context.close()


def _weight(response: Response) -> float:
    sizes = response.request.sizes()
    assert urlsplit(response.url).scheme == "http"
    return float(sizes["responseBodySize"])
