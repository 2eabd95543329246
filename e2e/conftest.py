"""A real browser against `handschlag demo`: own database, own port, real mail."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from e2e.portal import PATIENCE, Portal, Watch, sign_in, visit
from handschlag.cli import postgres

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo company, started the way a newcomer starts it."""
    var, port = tmp_path_factory.mktemp("demo"), _free_port()
    variables = {
        k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_"))
    }
    variables |= {"PORT": str(port), "HANDSCHLAG_VAR": str(var)}
    command = [sys.executable, "-m", "handschlag", "demo"]
    with (var / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
    try:
        _wait_until_ready(process, port, var / "server.log")
        running = Portal(f"http://localhost:{port}", var)
        yield running
        assert running.hosts_in_mails() <= {f"localhost:{port}"}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        # As root the data may lie outside of the test's folder.
        postgres.erase(var / "demo" / "database")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def context(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    with visit(browser, portal, timezone_id="Europe/Berlin") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, portal: Portal) -> Iterator[Page]:
    """A page that fails its test on a console error, a CSP violation or a foreign request."""
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    watch = Watch(opened)
    yield opened
    watch.assert_clean()


@pytest.fixture
def signed_in(page: Page) -> Page:
    """On the home page as Sabine Kessler, who may see everything of her company."""
    sign_in(page, "Sabine Kessler")
    return page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the demo ended: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"the demo did not start: {log.read_text()[-3000:]}")
