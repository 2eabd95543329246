from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
    make_payment,
)
from handschlag.capabilities.billing.tests.pages import LATE, LIST, NOON, TODAY, body, shown
from handschlag.capabilities.ordering.tests.cast import Cast, switch_off
from handschlag.core.files import storage
from handschlag.core.files.models import StoredFile
from handschlag.core.tests.factory_role import as_owner

pytestmark = pytest.mark.django_db


def test_detail_reads_like_the_invoice(anna: Client, invoice: Invoice) -> None:
    page = shown(anna, invoice.get_absolute_url())
    for words in (
        "Rechnung RE-77",
        "99,00\xa0€ sind am 26. November 2026 fällig",
        "Umwälzpumpe",
        "5\xa0Stück",
        "20,125\xa0€",
        "19\xa0%",
        "Brenner GmbH",
        "USt-IdNr. DE123",
        "IBAN DE89\xa03704",
        "Kessler GmbH",
        "Teilzahlung",
        "20.11.2026",
    ):
        assert words in page


@pytest.mark.feature("S56", part="a payment for several invoices")
def test_detail_ends_in_what_is_still_to_pay(anna: Client, invoice: Invoice) -> None:
    totals = anna.get(invoice.get_absolute_url()).context["lines"].totals
    assert [(str(row.cells[1].text), row.cells[-1].text) for row in totals] == [
        ("Nettobetrag", "100,00\xa0€"),
        ("Umsatzsteuer", "19,00\xa0€"),
        ("Bruttobetrag", "119,00\xa0€"),
        ("Noch zu zahlen", "99,00\xa0€"),
    ]


def test_detail_shows_allowance_and_advance(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(
        cast.kessler,
        line_total=Decimal("110.00"),
        allowance_amount=Decimal("10.00"),
        prepaid_amount=Decimal("119.00"),
        open_amount=Decimal(0),
    )
    totals = anna.get(invoice.get_absolute_url()).context["lines"].totals
    assert [(str(row.cells[1].text), row.cells[-1].text) for row in totals] == [
        ("Summe der Positionen", "110,00\xa0€"),
        ("Rabatt", "−10,00\xa0€"),
        ("Nettobetrag", "100,00\xa0€"),
        ("Umsatzsteuer", "19,00\xa0€"),
        ("Bruttobetrag", "119,00\xa0€"),
        ("Anzahlung", "−119,00\xa0€"),
        ("Zahlbetrag", "0,00\xa0€"),
    ]


def test_credit_note_without_tax_has_no_minus_before_nothing(cast: Cast, anna: Client) -> None:
    note = make_credit_note(
        make_invoice(cast.kessler), net_amount=Decimal("119.00"), tax_amount=Decimal("0.00")
    )
    totals = anna.get(note.get_absolute_url()).context["lines"].totals
    assert [row.cells[-1].text for row in totals][:3] == [
        "−119,00\xa0€",
        "0,00\xa0€",
        "−119,00\xa0€",
    ]


def test_detail_names_the_discount_until_its_day(
    anna: Client, invoice: Invoice, time_machine: Any
) -> None:
    sentence = "Zahlen Sie bis 24. November 2026 und ziehen Sie 2,00\xa0€ Skonto ab"
    assert sentence in shown(anna, invoice.get_absolute_url())
    assert "97,00\xa0€ beglichen" in shown(anna, invoice.get_absolute_url())
    time_machine.move_to(NOON + timedelta(days=2))
    assert "Skonto" not in shown(anna, invoice.get_absolute_url())


def test_invoice_and_credit_note_lead_to_each_other(anna: Client, invoice: Invoice) -> None:
    note = invoice.credit_notes.model.objects
    with as_owner():
        credit = note.get(number="GS-1")
    assert credit.get_absolute_url() in shown(anna, invoice.get_absolute_url())
    page = shown(anna, credit.get_absolute_url())
    assert "Gutschrift GS-1" in page
    assert f'href="{invoice.get_absolute_url()}"' in page


def test_invoice_and_order_lead_to_each_other(anna: Client, invoice: Invoice) -> None:
    order = invoice.order
    assert f'href="{order.get_absolute_url()}"' in shown(anna, invoice.get_absolute_url())
    page = shown(anna, order.get_absolute_url())
    assert f'href="{invoice.get_absolute_url()}"' in page


def test_order_of_a_room_that_is_off_is_no_link(cast: Cast, anna: Client, invoice: Invoice) -> None:
    switch_off(cast.portal, "ordering")
    assert "AB-5" not in shown(anna, invoice.get_absolute_url())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_date": LATE}, "119,00\xa0€ sind seit 3 Tagen fällig"),
        ({"due_date": TODAY}, "119,00\xa0€ sind heute fällig"),
        ({"due_date": None}, "119,00\xa0€ sind noch zu zahlen"),
        ({"open_amount": Decimal(0)}, "Bezahlt"),
    ],
)
def test_sentence_says_where_the_invoice_stands(
    cast: Cast, anna: Client, changes: dict[str, Any], sentence: str
) -> None:
    invoice = make_invoice(cast.kessler, **changes)
    assert anna.get(invoice.get_absolute_url()).context["sentence"] == sentence


@pytest.mark.feature("S56", part="a payment for several invoices")
def test_sentence_names_the_day_of_the_last_payment(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(cast.kessler, open_amount=Decimal(0))
    make_payment(invoice, Decimal("19.00"), received_date=date(2026, 11, 21))
    make_payment(invoice, Decimal("100.00"), received_date=date(2026, 11, 20))
    context = anna.get(invoice.get_absolute_url()).context
    assert context["sentence"] == "Bezahlt am 21. November 2026"


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (Decimal("119.00"), "Guthaben von 119,00\xa0€ für Sie"),
        (Decimal("19.00"), "19,00\xa0€ von 119,00\xa0€ sind noch übrig"),
        (Decimal(0), "119,00\xa0€ wurden verrechnet oder ausgezahlt"),
    ],
)
def test_sentence_of_a_credit_note_says_what_is_left(
    cast: Cast, anna: Client, left: Decimal, sentence: str
) -> None:
    note = make_credit_note(make_invoice(cast.kessler), open_amount=left)
    assert anna.get(note.get_absolute_url()).context["sentence"] == sentence


def test_detail_of_a_stranger_looks_like_none(cast: Cast, invoice: Invoice) -> None:
    browser = cast.carla.browser()
    strange = browser.get(invoice.get_absolute_url())
    none = browser.get(f"{LIST}AAAAAAAAAAAAAAAAAAAAAA/")
    assert (strange.status_code, none.status_code) == (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND)
    assert "RE-77" not in strange.content.decode()


@pytest.fixture
def with_file(invoice: Invoice, settings: Any, tmp_path: Path) -> Iterator[Invoice]:
    settings.FILES = tmp_path
    with as_owner():
        invoice.document = storage.store(
            invoice.organisation_id,
            "Rechnung RE-77.pdf",
            b"%PDF-1.7\n%%EOF",
            state=StoredFile.State.CLEAN,
        )
        invoice.save(update_fields=["document"])
    return invoice


@pytest.mark.feature("S24")
def test_document_comes_under_its_name(anna: Client, with_file: Invoice) -> None:
    assert "Herunterladen (PDF, " in shown(anna, with_file.get_absolute_url())
    response = anna.get(f"{with_file.get_absolute_url()}document/")
    assert response["Content-Disposition"] == 'attachment; filename="Rechnung RE-77.pdf"'
    assert body(response) == b"%PDF-1.7\n%%EOF"


@pytest.mark.feature("S24")
def test_document_of_a_stranger_is_not_there(cast: Cast, with_file: Invoice) -> None:
    address = f"{with_file.get_absolute_url()}document/"
    assert cast.carla.browser().get(address).status_code == HTTPStatus.NOT_FOUND


def test_invoice_without_document_offers_a_copy_alone(anna: Client, invoice: Invoice) -> None:
    page = shown(anna, invoice.get_absolute_url())
    assert "Herunterladen" not in page
    assert f'href="{invoice.get_absolute_url()}copy/"' in page
    response = anna.get(f"{invoice.get_absolute_url()}document/")
    assert response.status_code == HTTPStatus.NOT_FOUND
