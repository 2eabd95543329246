"""A colleague is invited, comes by the mail with a passkey, and finds what she was invited to."""

import re
from email.message import Message
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.accessibility import problems
from e2e.portal import PATIENCE, Portal, Watch, sign_in, visit
from e2e.test_factors import keep_passkeys

NARROW = {"viewport": {"width": 360, "height": 740}}


class Hand:
    """Counts what a person does: `pages` is how many they get to see."""

    def __init__(self, page: Page) -> None:
        self.clicks = self.pages = 0
        page.on("framenavigated", lambda frame: self._seen(frame.url))

    def _seen(self, url: str) -> None:
        self.pages += url != "about:blank"

    def click(self, target: object) -> None:
        target.click()  # type: ignore[attr-defined]
        self.clicks += 1


def invite(page: Page, typed: str, *roles: str) -> None:
    page.goto("/colleagues/")
    page.get_by_role("link", name="Einladen").click()
    page.get_by_label("E-Mail-Adressen").fill(typed)
    for role in roles:
        page.get_by_label(role).check()
    page.get_by_role("button", name="Einladung senden").click()


def link_in(mail: Message) -> str:
    part = next(p for p in mail.walk() if p.get_content_type() == "text/plain")
    text = part.get_payload(decode=True).decode()
    address = urlsplit(re.search(r"https?://\S+/invitation/\S+", text)[0])
    return f"{address.path}?{address.query}"


@pytest.mark.feature("X11")
def test_colleague_comes_with_a_passkey_and_opens_an_invoice(
    browser: Browser, portal: Portal
) -> None:
    email = "ida.sommer@kessler-haustechnik.example"
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Sabine Kessler")
        page.goto("/colleagues/invite/")
        offered = page.locator("[name=roles]")
        assert offered.count() == 5
        invite(page, f"Ida Sommer <{email}>", "Buchhaltung")
        expect(page.get_by_text(f"Eine Einladung ist unterwegs an {email}.")).to_be_visible()
    link = link_in(portal.newest_mail(email, after=0))

    with visit(browser, portal, **NARROW) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch, hand = Watch(page), Hand(page)
        keep_passkeys(page)
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sabine Kessler lädt Sie ein")
        expect(page.get_by_label("Name")).to_have_value("Ida Sommer")
        expect(page.get_by_role("main")).to_contain_text("Rechnungen sehen")
        assert problems(page, link) == []
        hand.pages = 1
        hand.click(page.get_by_role("button", name="Mit Passkey annehmen"))
        page.wait_for_url("**/")
        expect(page.get_by_text("Sie handeln jetzt für Kessler Haustechnik GmbH")).to_be_visible()
        hand.click(page.get_by_role("main").get_by_role("link", name=re.compile("RE-")).first)
        expect(page.get_by_role("heading", level=1)).to_contain_text("RE-")
        # With the click in the mail and the one in the device's own dialog: four. The dialog opens
        # above a page of its own, which nobody has to read.
        assert (hand.clicks, hand.pages) == (2, 4)
        watch.assert_clean()


@pytest.mark.feature("S67", part="a page for staff; they have a command")
def test_without_a_passkey_by_a_link_that_a_scanner_opened(
    browser: Browser, portal: Portal
) -> None:
    """Also: the language is changed on the way, and the link opens once."""
    email = "tom.reuter@kessler-haustechnik.example"
    with visit(browser, portal) as context:
        page = context.new_page()
        sign_in(page, "Sabine Kessler")
        invite(page, f"Tom Reuter <{email}>", "Lesen")
        page.goto("/sign-up/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Diese Seite gibt es nicht")
    link = link_in(portal.newest_mail(email, after=0))
    with visit(browser, portal, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        page.goto(link)
        page.get_by_role("button", name="English").click()
        page.get_by_label("Name").fill("Thomas Reuter")
        page.get_by_role("button", name="Accept without a passkey").click()
        expect(page.get_by_text("You now act for Kessler Haustechnik GmbH")).to_be_visible()
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("This invitation is over")
