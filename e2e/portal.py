"""What the browser tests know about the portal under test."""

import email
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from handschlag.cli.postgres.place import place_of

MAIL_SECONDS = 20
PATIENCE = 8_000


@dataclass(frozen=True)
class Portal:
    """A running demo: its address and the folder it writes to."""

    url: str
    var: Path

    def environment(self) -> dict[str, str]:
        """The variables of a process that works beside the demo, on the same database."""
        folder = self.var / "demo"
        sockets = place_of(folder / "database").socket_folder
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "handschlag.config.settings",
            "DATABASE_URL": f"postgresql://handschlag_app@/handschlag_demo?host={sockets}",
            "HANDSCHLAG_MODE": "demo",
            "HANDSCHLAG_VAR": str(self.var),
            "HANDSCHLAG_FILES": str(folder / "files"),
            "PUBLIC_URL": self.url,
        }

    def newest_mail(self, recipient: str, *, after: int) -> Message:
        """Wait for the mail number `after` + 1 to `recipient`; `after` is how many came before."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            mails = self.mails(recipient)
            if len(mails) > after:
                return mails[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail came to {recipient}")

    def mails(self, recipient: str) -> list[Message]:
        return [mail for mail in self.all_mails() if mail["To"] == recipient]

    def all_mails(self) -> list[Message]:
        files = sorted((self.var / "demo" / "mail").glob("*.eml"), key=lambda f: f.stat().st_mtime)
        return [email.message_from_bytes(file.read_bytes()) for file in files]

    def hosts_in_mails(self) -> set[str]:
        """Where a mail leads to, or would load something from."""
        parts = (part for mail in self.all_mails() for part in mail.walk())
        texts = (p.get_payload(decode=True) for p in parts if p.get_content_maintype() == "text")
        return {host for text in texts for host in re.findall(r"//([\w.:-]+)", text.decode())}


def code_in(mail: Message) -> str:
    part = next(p for p in mail.walk() if p.get_content_type() == "text/plain")
    text = part.get_payload(decode=True).decode()
    return re.search(r"\b(\d{6})\b", text)[1]


@dataclass
class Watch:
    """Collects what must not happen on a page."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 40" not in message.text:
            self.errors.append(message.text)

    def assert_clean(self) -> None:
        assert self.errors == []


@contextmanager
def visit(browser: Browser, portal: Portal, **options: Any) -> Iterator[BrowserContext]:
    """A browser of somebody's own; `options` are those of Playwright's `new_context`.

    Its pages come to rest before they are closed: Chromium may lose a close that meets a
    navigation, and whoever waits for it waits for ever. None of them may have asked another host.
    """
    asked: set[str] = set()
    context = browser.new_context(base_url=portal.url, **{"locale": "de-DE"} | options)
    context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    yield context
    for page in context.pages:
        page.goto("about:blank")
    context.close()
    assert asked <= {urlsplit(portal.url).netloc, ""}


def sign_in(page: Page, name: str) -> None:
    """As one of the cast, by the click that only the demo offers."""
    page.set_default_timeout(PATIENCE)
    page.goto("/sign-in/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def focus_by_tab(page: Page, label: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on something whose name begins with `label`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.locator(":focus").evaluate(
            "element => (element.labels?.[0]?.innerText || element.innerText || '').trim()"
        )
        if name.startswith(label):
            return
    raise AssertionError(f"Tab never reaches {label}")
