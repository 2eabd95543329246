from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import make_credit_note, make_invoice
from handschlag.capabilities.billing.tests.pages import shown
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.core.files import storage
from handschlag.core.files.models import StoredFile
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.pdf import pictures_on, words_of
from handschlag.platform.portals.tests.factories import give_logo

pytestmark = pytest.mark.django_db


def copy_of(browser: Client, invoice: Invoice) -> Any:
    return browser.get(f"{invoice.get_absolute_url()}copy/")


def test_copy_holds_what_was_issued_and_says_what_it_is(anna: Client, invoice: Invoice) -> None:
    text = words_of(copy_of(anna, invoice).content)
    for said in (
        "Rechnungskopie RE-77",
        "Kopie, kein Original",
        "kein weiteres Original und berechtigt nicht zum Vorsteuerabzug",
        "Kessler GmbH",
        "Brenner GmbH",
        "USt-IdNr. DE123",
        "12. November 2026",
        "AB-5",
        "Umwälzpumpe",
        "Bruttobetrag 119,00 €",
    ):
        assert said in text
    assert "Noch zu zahlen" not in text


def test_copy_carries_the_logo_of_the_portal(anna: Client, invoice: Invoice) -> None:
    assert pictures_on(copy_of(anna, invoice).content) == []
    give_logo()
    assert pictures_on(copy_of(anna, invoice).content) == [(400, 80)]


def test_copy_speaks_the_language_of_the_organisation(
    cast: Cast, anna: Client, invoice: Invoice
) -> None:
    with as_owner():
        cast.kessler.language = "en"
        cast.kessler.save()
    text = words_of(copy_of(anna, invoice).content)
    assert "Copy of invoice RE-77" in text
    assert "Gross amount €119.00" in text
    assert "Rechnung RE-77" in shown(anna, invoice.get_absolute_url())


def test_copy_is_an_attachment_that_no_browser_runs(anna: Client, invoice: Invoice) -> None:
    response = copy_of(anna, invoice)
    assert response["Content-Type"] == "application/pdf"
    name = 'attachment; filename="Rechnungskopie RE-77.pdf"'
    assert response["Content-Disposition"] == name
    assert response["Content-Security-Policy"] == storage.SANDBOX
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_credit_note_is_named_as_one(anna: Client, invoice: Invoice) -> None:
    note = make_credit_note(invoice, number="GS-9")
    assert "Kopie der Gutschrift GS-9" in words_of(copy_of(anna, note).content)


@pytest.mark.parametrize("state", StoredFile.State)
def test_beside_an_original_there_is_no_copy(
    cast: Cast, anna: Client, state: StoredFile.State, settings: Any, tmp_path: Any
) -> None:
    settings.FILES = tmp_path
    with as_owner():
        original = storage.store(cast.kessler.pk, "RE.pdf", b"%PDF-1.7\n%%EOF", state=state)
    invoice = make_invoice(cast.kessler, document=original)
    assert copy_of(anna, invoice).status_code == HTTPStatus.NOT_FOUND
    assert "copy/" not in shown(anna, invoice.get_absolute_url())


def test_copy_of_a_stranger_is_not_there(cast: Cast, invoice: Invoice) -> None:
    assert copy_of(cast.carla.browser(), invoice).status_code == HTTPStatus.NOT_FOUND


def test_copy_is_no_change(anna: Client, invoice: Invoice) -> None:
    with as_owner():
        before = JournalEntry.objects.count()
    assert copy_of(anna, invoice).status_code == HTTPStatus.OK
    with as_owner():
        assert JournalEntry.objects.count() == before
