import csv
import gzip
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
    make_invoice_line,
    make_payment,
    make_tax,
)
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast, switch_off
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.files import storage
from handschlag.core.files.models import StoredFile
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.hostile import FEW
from handschlag.core.tests.statements import counted_statements
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import make_membership, make_role

pytestmark = pytest.mark.django_db

LIST = "/invoices/"
EXPORT = "/invoices/export/"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
LATE = TODAY - timedelta(days=3)


@pytest.fixture
def cast(time_machine: Any) -> Cast:
    time_machine.move_to(NOON)
    return make_cast()


@pytest.fixture
def anna(cast: Cast) -> Client:
    return cast.anna.browser()


def shown(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def numbers(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{LIST}{query}")
    return [row.cells[0].text for row in response.context["table"].rows]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_list_shows_own_invoices_with_what_is_due(cast: Cast, anna: Client) -> None:
    late = make_invoice(cast.kessler, due_date=LATE, order=make_order(cast.kessler, number="AB-5"))
    strange = make_invoice(cast.sommer)
    page = shown(anna, LIST)
    for words in (late.number, "Bestellung AB-5", "seit 3 Tagen fällig", "Überfällig"):
        assert words in page
    assert "Offen: 119,00\xa0€, davon überfällig 119,00\xa0€" in page
    assert strange.number not in page


@pytest.mark.parametrize(
    ("changes", "due", "state"),
    [
        ({"due_date": LATE}, "seit 3 Tagen fällig", "Überfällig"),
        ({"due_date": TODAY - timedelta(days=1)}, "seit 1 Tag fällig", "Überfällig"),
        ({"due_date": TODAY}, "heute fällig", "Offen"),
        ({"due_date": TODAY + timedelta(days=1)}, "fällig am 24.11.2026", "Offen"),
        ({"due_date": None}, "", "Offen"),
        ({"open_amount": Decimal("19.00")}, "fällig am 26.11.2026", "Teilweise bezahlt"),
        ({"open_amount": Decimal(0), "due_date": LATE}, "", "Bezahlt"),
        ({"open_amount": Decimal(-5), "due_date": LATE}, "", "Bezahlt"),
    ],
)
def test_row_says_when_and_whether(
    cast: Cast, anna: Client, changes: dict[str, Any], due: str, state: str
) -> None:
    make_invoice(cast.kessler, **changes)
    (row,) = anna.get(LIST).context["table"].rows
    assert (str(row.cells[2].text), str(row.cells[3].badge.text)) == (due, state)


def test_credit_note_lowers_the_balance(cast: Cast, anna: Client) -> None:
    make_credit_note(make_invoice(cast.kessler), open_amount=Decimal("19.00"))
    row = anna.get(f"{LIST}?status=credit").context["table"].rows[0]
    assert row.cells[4].text == "−119,00\xa0€"
    assert row.cells[5].text == "−19,00\xa0€"


def test_chips_count_and_filter(cast: Cast, anna: Client) -> None:
    future = make_invoice(cast.kessler)
    late = make_invoice(cast.kessler, due_date=LATE)
    paid = make_invoice(cast.kessler, open_amount=Decimal(0))
    credit = make_credit_note(paid)
    chips = anna.get(LIST).context["listed"].chips
    assert [(str(chip.label), chip.count) for chip in chips] == [
        ("Alle", 4),
        ("Offen", 2),
        ("Überfällig", 1),
        ("Bezahlt", 1),
        ("Gutschriften", 1),
    ]
    assert set(numbers(anna, "?status=open")) == {future.number, late.number}
    assert numbers(anna, "?status=overdue") == [late.number]
    assert numbers(anna, "?status=paid") == [paid.number]
    assert numbers(anna, "?status=credit") == [credit.number]


def test_year_narrows(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler)
    old = make_invoice(cast.kessler, issue_date=date(2025, 12, 31))
    assert numbers(anna, "?year=2025") == [old.number]


def test_member_of_a_site_sees_that_site(cast: Cast) -> None:
    make_invoice(cast.kessler, site=cast.kiel)
    here = make_invoice(cast.kessler, site=cast.luebeck)
    assert numbers(cast.bernd.browser()) == [here.number]


def test_buyer_without_the_right_is_refused(cast: Cast) -> None:
    person = make_person("Emil Einkauf")
    make_membership(person, cast.kessler, make_role("ordering.read"))
    invoice = make_invoice(cast.kessler)
    browser = signed_in(make_login(person))
    assert browser.get(LIST).status_code == HTTPStatus.FORBIDDEN
    assert browser.get(invoice.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND
    assert 'href="/invoices/"' not in shown(browser, "/")


def test_empty_says_what_there_is_not(cast: Cast, anna: Client) -> None:
    assert "Sie haben noch keine Rechnungen." in shown(anna, LIST)
    make_invoice(cast.kessler)
    sentence = "Keine Rechnung passt zu „Dichtung“ im Jahr 2025."
    assert sentence in shown(anna, f"{LIST}?q=Dichtung&year=2025")


@pytest.mark.parametrize("text", FEW)
def test_search_takes_hostile_text(cast: Cast, anna: Client, text: str) -> None:
    make_invoice(cast.kessler)
    page = anna.get(LIST, {"q": text})
    assert page.status_code == HTTPStatus.OK
    assert b"<script>alert(1)" not in page.content


def test_cursor_of_another_list_is_refused(cast: Cast, anna: Client) -> None:
    for _ in range(26):
        make_order(cast.kessler)
    cursor = anna.get("/orders/").context["listed"].pager.older_url
    assert anna.get(f"{LIST}{cursor}").status_code == HTTPStatus.BAD_REQUEST


def test_older_and_newer_meet_without_gap(cast: Cast, anna: Client) -> None:
    made = [make_invoice(cast.kessler).number for _ in range(30)]
    first = anna.get(LIST).context
    second = anna.get(f"{LIST}{first['listed'].pager.older_url}").context
    seen = [row.cells[0].text for page in (first, second) for row in page["table"].rows]
    assert seen == made[::-1]


def test_csv_holds_the_filtered_list(cast: Cast, anna: Client) -> None:
    late = make_invoice(cast.kessler, due_date=LATE, customer_reference="@SUM(A1)")
    make_invoice(cast.kessler)
    make_invoice(cast.sommer, due_date=LATE)
    response = anna.get(f"{EXPORT}?status=overdue&format=csv")
    head, row = csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=";")
    assert head[0] == "Rechnungsnummer"
    assert row[:5] == [late.number, "Rechnung", "2026-11-12", "2026-11-20", "Überfällig"]
    assert row[6] == "'@SUM(A1)"
    assert row[8:] == ["100,00", "19,00", "119,00", "119,00", "119,00", "EUR"]


def test_xlsx_sums_to_the_balance(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(cast.kessler)
    make_credit_note(invoice, gross_amount=Decimal("59.50"))
    response = anna.get(f"{EXPORT}?format=xlsx")
    sheet = load_workbook(io.BytesIO(body(response))).active
    _, *rows = sheet.iter_rows(values_only=True)
    assert sum(Decimal(str(row[12])) for row in rows) == Decimal("59.50")


@pytest.fixture
def invoice(cast: Cast) -> Invoice:
    """Partly paid, with a credit note, from an order, with a discount until tomorrow."""
    order = make_order(cast.kessler, number="AB-5")
    invoice = make_invoice(
        cast.kessler,
        number="RE-77",
        order=order,
        open_amount=Decimal("99.00"),
        discount_date=TODAY + timedelta(days=1),
        discount_amount=Decimal("2.00"),
        seller={"name": "Brenner GmbH", "vat_id": "DE123", "iban": "DE89 3704"},
        buyer_address={"name": "Kessler GmbH"},
    )
    make_invoice_line(invoice, unit_price=Decimal("20.1250"))
    make_tax(invoice)
    make_payment(invoice, Decimal("20.00"), reference="Teilzahlung")
    make_credit_note(invoice, number="GS-1")
    return invoice


def test_detail_reads_like_the_invoice(anna: Client, invoice: Invoice) -> None:
    page = shown(anna, invoice.get_absolute_url())
    for words in (
        "Rechnung RE-77",
        "99,00\xa0€ ist fällig am 26. November 2026",
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
        ({"due_date": LATE}, "119,00\xa0€ ist seit 3 Tagen fällig"),
        ({"due_date": TODAY}, "119,00\xa0€ ist heute fällig"),
        ({"due_date": None}, "119,00\xa0€ ist noch zu zahlen"),
        ({"open_amount": Decimal(0)}, "Bezahlt"),
    ],
)
def test_sentence_says_where_the_invoice_stands(
    cast: Cast, anna: Client, changes: dict[str, Any], sentence: str
) -> None:
    invoice = make_invoice(cast.kessler, **changes)
    assert anna.get(invoice.get_absolute_url()).context["sentence"] == sentence


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


def test_document_comes_under_its_name(anna: Client, with_file: Invoice) -> None:
    assert "Herunterladen (PDF, " in shown(anna, with_file.get_absolute_url())
    response = anna.get(f"{with_file.get_absolute_url()}document/")
    assert response["Content-Disposition"] == 'attachment; filename="Rechnung RE-77.pdf"'
    assert body(response) == b"%PDF-1.7\n%%EOF"


def test_document_of_a_stranger_is_not_there(cast: Cast, with_file: Invoice) -> None:
    address = f"{with_file.get_absolute_url()}document/"
    assert cast.carla.browser().get(address).status_code == HTTPStatus.NOT_FOUND


def test_invoice_without_document_offers_none(anna: Client, invoice: Invoice) -> None:
    assert "Herunterladen" not in shown(anna, invoice.get_absolute_url())
    response = anna.get(f"{invoice.get_absolute_url()}document/")
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_home_begins_with_what_is_overdue(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, number="RE-1", due_date=TODAY - timedelta(days=1))
    make_invoice(cast.kessler, number="RE-2", due_date=LATE)
    make_invoice(cast.kessler, number="RE-3", due_date=TODAY)
    todos = [todo.text for todo in anna.get("/").context["todos"]]
    assert todos == [
        "Rechnung RE-2 ist seit 3 Tagen fällig: 119,00\xa0€",
        "Rechnung RE-1 ist seit 1 Tag fällig: 119,00\xa0€",
    ]


def test_home_tells_the_balance_and_the_last_five(cast: Cast, anna: Client) -> None:
    made = [make_invoice(cast.kessler).number for _ in range(6)]
    page = shown(anna, "/")
    assert "Offen: 714,00\xa0€, nichts überfällig" in page
    assert [number in page for number in made] == [False, True, True, True, True, True]


def test_home_says_when_nothing_is_open(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, open_amount=Decimal(0))
    assert "Keine offenen Rechnungen." in shown(anna, "/")


def asked(browser: Client, address: str) -> int:
    with counted_statements() as statements:
        shown(browser, address)
    return len(statements)


def test_list_asks_as_much_for_three_invoices_as_for_one(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, order=make_order(cast.kessler))
    one = asked(anna, LIST)
    for _ in range(2):
        make_invoice(cast.kessler, order=make_order(cast.kessler), site=cast.kiel)
    assert asked(anna, LIST) == one <= 8


def test_detail_asks_as_much_for_three_lines_as_for_one(anna: Client, invoice: Invoice) -> None:
    one = asked(anna, invoice.get_absolute_url())
    for rate in (7, 0):
        make_invoice_line(invoice)
        make_tax(invoice, rate=Decimal(rate))
        make_payment(invoice, Decimal("1.00"))
        make_credit_note(invoice)
    assert asked(anna, invoice.get_absolute_url()) == one <= 10


def test_home_asks_as_much_for_three_of_each_as_for_one(cast: Cast, anna: Client) -> None:
    make_invoice(cast.kessler, order=make_order(cast.kessler), due_date=LATE)
    one = asked(anna, "/")
    for _ in range(2):
        make_invoice(cast.kessler, order=make_order(cast.kessler), due_date=LATE)
    assert asked(anna, "/") == one <= 14


def test_full_list_is_light(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    for _ in range(25):
        make_invoice(cast.kessler, order=order, due_date=LATE)
    assert len(gzip.compress(anna.get(LIST).content)) <= 14_000
