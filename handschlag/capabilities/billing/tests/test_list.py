import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
)
from handschlag.capabilities.billing.tests.pages import (
    EXPORT,
    LATE,
    LIST,
    TODAY,
    body,
    numbers,
    shown,
)
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.tests.hostile import FEW
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import make_membership, make_role

pytestmark = pytest.mark.django_db


def test_list_shows_own_invoices_with_what_is_due(cast: Cast, anna: Client) -> None:
    late = make_invoice(cast.kessler, due_date=LATE, order=make_order(cast.kessler, number="AB-5"))
    strange = make_invoice(cast.sommer)
    page = shown(anna, LIST)
    for words in (late.number, "Bestellung AB-5", "20.11.2026", "seit 3 Tagen", "Überfällig"):
        assert words in page
    assert "Offen: 119,00\xa0€, davon überfällig 119,00\xa0€" in page
    assert strange.number not in page


@pytest.mark.parametrize("page", ["/", LIST, f"{EXPORT}?format=csv"])
def test_orders_are_for_those_who_may_see_them(cast: Cast, anna: Client, page: str) -> None:
    make_invoice(cast.kessler, order=make_order(cast.kessler, number="AB-GEHEIM"))
    books = make_person("Petra Buch")
    make_membership(books, cast.kessler, make_role("billing.read"))
    assert "AB-GEHEIM" in body(anna.get(page)).decode()
    assert "AB-GEHEIM" not in body(signed_in(make_login(books)).get(page)).decode()


@pytest.mark.parametrize(
    ("changes", "due", "state"),
    [
        ({"due_date": LATE}, "20.11.2026 seit 3 Tagen", "Überfällig"),
        ({"due_date": TODAY - timedelta(days=1)}, "22.11.2026 seit 1 Tag", "Überfällig"),
        ({"due_date": TODAY}, "23.11.2026 heute", "Offen"),
        ({"due_date": TODAY + timedelta(days=1)}, "24.11.2026", "Offen"),
        ({"due_date": None}, "", "Offen"),
        ({"open_amount": Decimal("19.00")}, "26.11.2026", "Teilweise bezahlt"),
        ({"open_amount": Decimal(0), "due_date": LATE}, "", "Bezahlt"),
        ({"open_amount": Decimal(-5), "due_date": LATE}, "", "Bezahlt"),
    ],
)
def test_row_says_when_and_whether(
    cast: Cast, anna: Client, changes: dict[str, Any], due: str, state: str
) -> None:
    make_invoice(cast.kessler, **changes)
    (row,) = anna.get(LIST).context["table"].rows
    words = f"{row.cells[2].text} {row.cells[2].hint}".strip()
    assert (words, str(row.cells[3].badge.text)) == (due, state)


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


def test_csv_of_a_credit_note_lowers_each_amount_and_leaves_nothing_alone(
    cast: Cast, anna: Client
) -> None:
    invoice = make_invoice(cast.kessler)
    make_credit_note(invoice, open_amount=Decimal("0.00"))
    response = anna.get(f"{EXPORT}?status=credit&format=csv")
    _, row = csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=";")
    assert row[8:] == ["-100,00", "-19,00", "-119,00", "-119,00", "0,00", "EUR"]


def test_xlsx_sums_to_the_balance(cast: Cast, anna: Client) -> None:
    invoice = make_invoice(cast.kessler)
    make_credit_note(invoice, gross_amount=Decimal("59.50"))
    response = anna.get(f"{EXPORT}?format=xlsx")
    sheet = load_workbook(io.BytesIO(body(response))).active
    _, *rows = sheet.iter_rows(values_only=True)
    assert sum(Decimal(str(row[12])) for row in rows) == Decimal("59.50")
