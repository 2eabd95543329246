"""Somebody is told while they look at something else, and reads it."""

import re

from playwright.sync_api import Page, expect

from e2e.portal import Portal
from e2e.test_live import attach_document


def test_bell_rings_on_the_open_page_and_leads_to_the_subject(
    signed_in: Page, portal: Portal
) -> None:
    number, address = a_paid_invoice(signed_in)
    signed_in.goto("/orders/")
    bell = signed_in.locator("#bell")
    before = unread(signed_in)
    attach_document(portal, number)
    expect(bell).to_have_text(re.compile(rf"\b{before + 1} ungelesen"))
    bell.click()
    newest = signed_in.locator(".notifications > li").first
    newest.get_by_role("button", name=f"Dokument zur Rechnung {number}", exact=False).first.click()
    expect(signed_in).to_have_url(re.compile(re.escape(address)))
    assert unread(signed_in) == before


def test_choice_of_channels_is_kept(signed_in: Page) -> None:
    signed_in.goto("/notifications/settings/")
    topic = signed_in.get_by_role("group", name="Neue Rechnungen")
    topic.get_by_label("Tägliche Übersicht").check()
    signed_in.get_by_role("button", name="Speichern").click()
    expect(signed_in.get_by_text("Gespeichert.")).to_be_visible()
    expect(topic.get_by_label("Tägliche Übersicht")).to_be_checked()
    topic.get_by_label("E-Mail sofort").check()
    signed_in.get_by_role("button", name="Speichern").click()
    expect(topic.get_by_label("E-Mail sofort")).to_be_checked()


def a_paid_invoice(page: Page) -> tuple[str, str]:
    page.goto("/invoices/?status=paid")
    link = page.locator("main tbody tr").first.get_by_role("link").first
    return link.inner_text(), str(link.get_attribute("href"))


def unread(page: Page) -> int:
    found = re.search(r"(\d+) ungelesen", page.locator("#bell").inner_text())
    return int(found[1]) if found else 0
