"""A second step for signing in, set up and used: an app's codes, and a passkey on its own."""

import base64
import re
import time
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from e2e.portal import PATIENCE, Portal, Watch, code_in, sign_in, visit

WHO, ADDRESS = "Sabine Kessler", "s.kessler@kessler-haustechnik.example"


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    """On a device that can keep a passkey."""
    with visit(browser, portal, viewport={"width": 360, "height": 740}) as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        watch = Watch(opened)
        keep_passkeys(opened)
        yield opened
        watch.assert_clean()


def keep_passkeys(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    has = dict.fromkeys(("hasResidentKey", "hasUserVerification", "isUserVerified"), True)
    options = {"protocol": "ctap2", "transport": "internal", **has}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page) -> None:
    page.goto("/account/security/")
    page.context.clear_cookies()


def look(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_passkey_signs_in_alone(page: Page) -> None:
    sign_in(page, WHO)
    page.goto("/account/security/")
    page.get_by_role("link", name="Passkey anlegen").click()
    look(page, "Passkey anlegen")
    page.get_by_label("Name").fill("Diensttelefon")
    page.get_by_role("button", name="Passkey anlegen").click()
    look(page, "Wiederherstellungscodes")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Ich habe sie sicher verwahrt").click()
    look(page, "Sicherheit")
    expect(page.get_by_text("Passkey „Diensttelefon“").first).to_be_visible()

    sign_out(page)
    page.goto("/sign-in/?next=/invoices/")
    look(page, "Anmelden")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechnungen")

    sign_out(page)
    page.goto("/sign-in/?next=/orders/")
    page.get_by_role("button", name=WHO).click()
    look(page, "Zweiter Schritt")
    page.get_by_role("button", name="Mit einem Passkey weiter").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)

    remove(page)


def test_app_is_asked_for_after_the_code_by_mail(page: Page, portal: Portal) -> None:
    sign_in(page, WHO)
    page.goto("/account/factors/app/")
    look(page, "Authenticator-App hinzufügen")
    expect(page.get_by_role("img", name="Bild für die App")).to_be_visible()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code aus der App").fill("000000")
    page.get_by_role("button", name="App hinzufügen").click()
    expect(page.get_by_text("Dieser Code stimmt nicht.").first).to_be_visible()
    page.get_by_label("Code aus der App").fill(shown(secret, -30))
    page.get_by_role("button", name="App hinzufügen").click()
    look(page, "Wiederherstellungscodes")

    sign_out(page)
    before = len(portal.mails(ADDRESS))
    page.goto("/sign-in/?next=/orders/")
    page.get_by_label("E-Mail-Adresse").fill(ADDRESS)
    page.get_by_role("button", name="Code per E-Mail senden").click()
    page.get_by_label("Code aus der E-Mail").fill(
        code_in(portal.newest_mail(ADDRESS, after=before))
    )
    page.get_by_role("button", name="Anmelden").click()
    look(page, "Zweiter Schritt")
    page.get_by_label("Code").fill(shown(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Bestellungen"))

    remove(page)


def remove(page: Page) -> None:
    page.goto("/account/security/")
    page.get_by_role("link", name=re.compile("Entfernen")).first.click()
    look(page, "Anmeldeweg entfernen")
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text(re.compile("entfernt\\.")).first).to_be_visible()


def shown(secret: str, seconds: int = 0) -> str:
    """What an authenticator app shows `seconds` from now."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    return app.generate(int(time.time() + seconds)).decode()
