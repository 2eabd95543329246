from playwright.sync_api import Page, expect

from e2e.portal import Portal, code_in

SABINE = "s.kessler@kessler-haustechnik.example"
PASSWORD = "handschlag-demo"
PORTAL = "Kundenportal – Thomsen & Brink Wärmetechnik GmbH"


def test_sign_in_by_password_reaches_the_page_that_was_asked_for(page: Page) -> None:
    page.goto("/invoices/")
    expect(page).to_have_title(f"Anmelden – {PORTAL}")
    page.get_by_label("E-Mail-Adresse").fill(SABINE)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechnungen")


def test_wrong_password_says_so_and_keeps_the_address(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-Mail-Adresse").fill(SABINE)
    page.get_by_label("Passwort", exact=True).fill("not-the-password")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_text("E-Mail-Adresse oder Passwort stimmt nicht.").first).to_be_visible()
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value(SABINE)
    expect(page).to_have_title(f"Fehler: Anmelden – {PORTAL}")


def test_sign_in_by_code_from_the_mail(page: Page, portal: Portal) -> None:
    before = len(portal.mails(SABINE))
    page.goto("/sign-in/")
    page.get_by_label("E-Mail-Adresse").fill(SABINE)
    page.get_by_role("button", name="Code per E-Mail senden").click()
    code = code_in(portal.newest_mail(SABINE, after=before))
    page.get_by_role("textbox").fill(code)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guten Tag, Sabine Kessler")


def test_unknown_address_gets_the_same_page_and_a_mail_that_helps(
    page: Page, portal: Portal
) -> None:
    stranger = "nobody@elsewhere.example"
    before = len(portal.mails(stranger))
    page.goto("/sign-in/")
    page.get_by_label("E-Mail-Adresse").fill(stranger)
    page.get_by_role("button", name="Code per E-Mail senden").click()
    expect(page.get_by_role("textbox")).to_be_visible()
    mail = portal.newest_mail(stranger, after=before)
    assert mail["Subject"]


def test_signed_out_means_signed_out(signed_in: Page) -> None:
    signed_in.get_by_text("Sabine Kessler").first.click()
    signed_in.get_by_role("button", name="Abmelden").click()
    signed_in.goto("/orders/")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Anmelden")
