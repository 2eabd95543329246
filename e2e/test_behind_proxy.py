"""Web, live and worker as processes of their own behind nginx, set up as operators are told."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from e2e.installation import NGINX, PASSWORD, Installation, installation
from e2e.portal import Watch, visit

# A stream that was refused is asked for again after up to 7.5 seconds, then up to 15.
PATIENCE = 45_000

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("installed")) as running:
        yield running


class Reader:
    """Somebody who looks at their orders; `looks` counts how often the page came anew by itself."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.watch, self.looks = page, Watch(page), 0
        page.goto("/orders/")
        page.get_by_label("E-Mail-Adresse").fill(f"{name}@kern.example")
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bestellungen")
        page.on("request", self._count)

    def sees_shipped(self, *numbers: str) -> None:
        shipped = self.page.locator("main tbody tr").filter(has_text="Unterwegs")
        expect(shipped).to_have_text([re.compile(number) for number in numbers], timeout=PATIENCE)

    def hears_the_bell(self, unread: int) -> None:
        bell = self.page.locator("#bell")
        expect(bell).to_have_text(re.compile(rf"\b{unread} ungelesen"), timeout=PATIENCE)

    def _count(self, request: Request) -> None:
        is_by_itself = request.headers.get("hx-request") == "true"
        self.looks += is_by_itself and request.url.endswith("/orders/")


@contextmanager
def readers(browser: Browser, installed: Installation, *names: str) -> Iterator[list[Reader]]:
    with ExitStack() as open_browsers:
        contexts = [
            open_browsers.enter_context(visit(browser, installed.portal, ignore_https_errors=True))
            for _ in names
        ]
        them = [Reader(c.new_page(), name) for c, name in zip(contexts, names, strict=True)]
        yield them


def test_open_pages_follow_and_miss_nothing_while_live_and_worker_are_away(
    browser: Browser, installed: Installation
) -> None:
    with ExitStack() as processes:
        processes.enter_context(installed.live())
        processes.enter_context(installed.worker())
        with readers(browser, installed, "anna", "ben", "ida") as (anna, ben, ida):
            each_sees_what_they_may(installed, anna, ben, ida)
            processes.close()
            installed.ship("AB-4")
            with installed.live(), installed.worker():
                anna.sees_shipped("AB-4", "AB-2", "AB-1")
                anna.hears_the_bell(3)
                ben.sees_shipped("AB-1")
                ida.sees_shipped("AB-3")


def each_sees_what_they_may(
    installed: Installation, anna: Reader, ben: Reader, ida: Reader
) -> None:
    installed.ship("AB-2")
    anna.sees_shipped("AB-2")
    installed.ship("AB-1")
    anna.sees_shipped("AB-2", "AB-1")
    ben.sees_shipped("AB-1")
    installed.ship("AB-3")
    ida.sees_shipped("AB-3")
    anna.hears_the_bell(2)
    assert (ben.looks, ida.looks) == (1, 1), "nobody was told of what they may not see"
    for reader in (anna, ben, ida):
        reader.watch.assert_clean()
