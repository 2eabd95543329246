import csv
import gzip
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast, make_member, switch_off
from handschlag.capabilities.ordering.tests.factories import (
    NOON,
    make_line,
    make_order,
    make_shipment,
)
from handschlag.core import exports
from handschlag.core.tests.hostile import FEW
from handschlag.core.tests.statements import counted_statements
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit

pytestmark = pytest.mark.django_db

LIST = "/orders/"
EXPORT = "/orders/export/"


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
    return response.content


def test_list_shows_newest_first_and_no_stranger(cast: Cast, anna: Client) -> None:
    old = make_order(cast.kessler, ordered_at=NOON - timedelta(days=1))
    new = make_order(cast.kessler, customer_reference="Baustelle 9")
    strange = make_order(cast.sommer)
    page = shown(anna, LIST)
    assert numbers(anna) == [new.number, old.number]
    assert "Baustelle 9" in page
    assert "119,00\xa0€" in page
    assert strange.number not in page


def test_member_of_a_site_sees_that_site(cast: Cast) -> None:
    make_order(cast.kessler, site=cast.kiel)
    here = make_order(cast.kessler, site=cast.luebeck)
    assert numbers(cast.bernd.browser()) == [here.number]


@pytest.mark.feature("S01", part="the list of orders alone")
def test_stranger_gets_sign_in_first(cast: Cast) -> None:
    response = Client().get(LIST)
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith(reverse("identity:sign_in"))


def test_member_without_the_right_is_refused_in_words(cast: Cast) -> None:
    person = make_person("Emil Ohnerecht")
    make_membership(person, cast.kessler, make_role("billing.read"))
    response = signed_in(make_login(person)).get(LIST)
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_chips_count_and_filter(cast: Cast, anna: Client) -> None:
    received = make_order(cast.kessler, progress="received")
    on_the_way = make_order(cast.kessler, progress="partly_shipped")
    delivered = make_order(cast.kessler, progress="delivered")
    cancelled = make_order(cast.kessler, progress="cancelled")
    chips = anna.get(LIST).context["listed"].chips
    assert [(str(chip.label), chip.count) for chip in chips] == [
        ("Alle", 4),
        ("Offen", 1),
        ("Unterwegs", 1),
        ("Geliefert", 1),
        ("Storniert", 1),
    ]
    assert numbers(anna, "?status=open") == [received.number]
    assert numbers(anna, "?status=under_way") == [on_the_way.number]
    assert numbers(anna, "?status=delivered") == [delivered.number]
    assert numbers(anna, "?status=cancelled") == [cancelled.number]


def test_no_chip_for_cancelled_orders_where_there_are_none(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler)
    chips = anna.get(LIST).context["listed"].chips
    assert [str(chip.label) for chip in chips] == ["Alle", "Offen", "Unterwegs", "Geliefert"]


@pytest.mark.feature("S58")
def test_year_narrows_and_is_offered_when_there_are_two(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler)
    assert anna.get(LIST).context["listed"].choices == ()
    old = make_order(cast.kessler, ordered_at=datetime(2025, 3, 1, tzinfo=UTC))
    (years,) = anna.get(LIST).context["listed"].choices
    assert [str(entry.label) for entry in years.entries] == ["Alle", "2026", "2025"]
    assert numbers(anna, "?year=2025") == [old.number]


def test_year_begins_in_the_portals_zone(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, ordered_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert numbers(anna, "?year=2026") == [order.number]
    assert numbers(anna, "?year=2025") == []


@pytest.mark.parametrize("year", ["", "abcd", "0000", "99999", "２０２６", "20'6"])
def test_year_that_is_none_is_not_heeded(cast: Cast, anna: Client, year: str) -> None:
    order = make_order(cast.kessler)
    assert numbers(anna, f"?year={year}") == [order.number]


@pytest.mark.feature("S58")
def test_site_narrows(cast: Cast, anna: Client) -> None:
    kiel = make_order(cast.kessler, site=cast.kiel)
    make_order(cast.kessler, site=cast.luebeck)
    assert numbers(anna, f"?site={cast.kiel.public_id}") == [kiel.number]
    assert numbers(anna, "?site=gibtsnicht") == []


def test_search_keeps_chip_and_year(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler, progress="delivered")
    page = shown(anna, f"{LIST}?status=delivered&year=2026")
    assert '<input type="hidden" name="status" value="delivered">' in page
    assert '<input type="hidden" name="year" value="2026">' in page


def test_empty_says_that_there_is_nothing_yet(cast: Cast) -> None:
    page = shown(cast.carla.browser(), LIST)
    assert "Sie haben noch nichts bestellt." in page
    assert 'type="search"' not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?q=Dichtung&year=2025", "Keine Bestellung passt zu „Dichtung“ im Jahr 2025."),
        ("?q=Dichtung", "Keine Bestellung passt zu „Dichtung“."),
        ("?year=2025", "Keine Bestellung passt zu diesem Filter im Jahr 2025."),
        ("?status=under_way", "Zurzeit ist keine Bestellung unterwegs."),
    ],
)
def test_empty_says_what_does_not_match(
    cast: Cast, anna: Client, query: str, sentence: str
) -> None:
    make_order(cast.kessler, progress="delivered")
    page = shown(anna, f"{LIST}{query}")
    assert sentence in page
    assert "Filter zurücksetzen" in page


@pytest.mark.parametrize("text", FEW)
def test_search_takes_hostile_text(cast: Cast, anna: Client, text: str) -> None:
    make_order(cast.kessler)
    page = anna.get(LIST, {"q": text})
    assert page.status_code == HTTPStatus.OK
    assert b"<script>alert(1)" not in page.content


def test_older_and_newer_meet_without_gap(cast: Cast, anna: Client) -> None:
    made = [make_order(cast.kessler, ordered_at=NOON - timedelta(hours=h)) for h in range(30)]
    first = anna.get(LIST).context
    second = anna.get(f"{LIST}{first['listed'].pager.older_url}").context
    back = anna.get(f"{LIST}{second['listed'].pager.newer_url}").context
    seen = [row.cells[0].text for page in (first, second) for row in page["table"].rows]
    assert seen == [order.number for order in made]
    places = [page["listed"].place for page in (first, second, back)]
    assert places == ["1–25 von 30", "26–30 von 30", "1–25 von 30"]
    assert back["table"].rows == first["table"].rows


def test_place_ends_with_the_list_though_rows_came_meanwhile(cast: Cast, anna: Client) -> None:
    for hours in range(30):
        make_order(cast.kessler, ordered_at=NOON - timedelta(hours=hours))
    older = anna.get(LIST).context["listed"].pager.older_url
    make_order(cast.kessler, ordered_at=NOON + timedelta(hours=1))
    assert anna.get(f"{LIST}{older}").context["listed"].place == "27–31 von 31"


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "ImEi:1:x"])
def test_cursor_of_others_making_is_refused(cast: Cast, anna: Client, cursor: str) -> None:
    assert anna.get(f"{LIST}?after={cursor}").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.feature("S58")
def test_csv_holds_the_filtered_list(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, progress="delivered", customer_reference="=cmd|' /C calc'!A0")
    make_order(cast.kessler, progress="received")
    make_order(cast.sommer, progress="delivered")
    response = anna.get(f"{EXPORT}?status=delivered&format=csv")
    assert response["Content-Disposition"].startswith('attachment; filename="Bestellungen')
    text = body(response).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert head[0] == "Bestellnummer"
    assert row[:2] == [order.number, "'=cmd|' /C calc'!A0"]
    assert row[6:] == ["Geliefert", "100,00", "19,00", "119,00", "EUR"]


def test_xlsx_keeps_numbers_and_days(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    response = anna.get(f"{EXPORT}?format=xlsx")
    sheet = load_workbook(io.BytesIO(body(response))).active
    (_, row) = sheet.iter_rows(values_only=True)
    assert row[0] == order.number
    assert row[2] == datetime(2026, 11, 12, 13, 0)  # noqa: DTZ001  a spreadsheet has no zones
    assert Decimal(str(row[9])) == Decimal(119)


def test_export_of_no_known_format_is_refused(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler)
    assert anna.get(f"{EXPORT}?format=exe").status_code == HTTPStatus.BAD_REQUEST


def test_export_of_too_much_says_so(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_order(cast.kessler)
    monkeypatch.setattr(exports, "MAX_ROWS", 2)
    monkeypatch.setattr("handschlag.core.list_page.MAX_ROWS", 2)
    page = anna.get(f"{EXPORT}?format=csv", follow=True)
    assert "Ein Export umfasst bis zu 2 Bestellungen." in page.content.decode()
    assert EXPORT not in page.content.decode()


@pytest.fixture
def order(cast: Cast) -> Any:
    """Of two lines, one is at the customer's and one has gone halfway."""
    order = make_order(
        cast.kessler,
        number="AB-77",
        progress="partly_shipped",
        expected_date=date(2026, 11, 19),
        expected_origin="Werk Nord",
        as_of=NOON,
        ordered_by=cast.bernd.person,
        cost_centre="4711",
        delivery_address={"name": "Lager Süd", "city": "Kiel", "country": "DE"},
    )
    here = make_line(
        order,
        position=1,
        shipped_quantity=5,
        delivered_quantity=5,
        progress="delivered",
    )
    half = make_line(
        order,
        position=2,
        description="Dichtung",
        shipped_quantity=2,
        progress="partly_shipped",
        expected_date=date(2026, 11, 19),
    )
    make_shipment(order, here, number="LS-1", delivered_at=NOON, received_by="M. Kessler")
    make_shipment(order, half, number="LS-2", tracking_url="https://carrier.example/LS-2")
    return order


def test_detail_says_where_the_order_stands(anna: Client, order: Any) -> None:
    page = shown(anna, order.get_absolute_url())
    assert "Bestellung AB-77" in page
    assert "Teilweise versandt – Zustellung voraussichtlich Donnerstag, 19. November" in page
    assert "Laut Werk Nord, Stand: heute, 13:00 Uhr" in page
    for fact in ("Bernd Voss", "4711", "Lager Süd", "Deutschland"):
        assert fact in page


@pytest.mark.feature("S55", part="how soon the ERP's change arrives")
def test_detail_shows_each_line_with_what_came_of_it(anna: Client, order: Any) -> None:
    table = anna.get(order.get_absolute_url()).context["lines"]
    here, half = [[str(c.text) for c in row.cells] for row in table.rows]
    assert here[2:5] == ["5\xa0Stück", "5", "–"]
    assert half[2:5] == ["5\xa0Stück", "2", "3"]
    assert str(table.rows[0].cells[5].hint) == "LS-1 zugestellt am 12.11.2026"
    assert str(table.rows[1].cells[5].hint) == (
        "LS-2 versandt am 12.11.2026; 2 von 5\xa0Stück versandt; voraussichtlich am 19.11.2026"
    )


@pytest.mark.feature("S55", part="how soon the ERP's change arrives")
def test_detail_links_the_carrier_and_proves_delivery(anna: Client, order: Any) -> None:
    page = shown(anna, order.get_absolute_url())
    assert 'href="https://carrier.example/LS-2"' in page
    assert "zugestellt am 12.11.2026" in page
    assert "Angenommen von M. Kessler" in page


def test_detail_of_a_stranger_looks_like_none(cast: Cast, order: Any) -> None:
    browser = cast.carla.browser()
    strange = browser.get(order.get_absolute_url())
    none = browser.get("/orders/AAAAAAAAAAAAAAAAAAAAAA/")
    assert (strange.status_code, none.status_code) == (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND)
    assert "AB-77" not in strange.content.decode()


def test_detail_of_another_site_is_not_there(cast: Cast) -> None:
    order = make_order(cast.kessler, site=cast.kiel)
    assert cast.bernd.browser().get(order.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_long_order_shows_a_hundred_lines_at_a_time(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    for position in range(1, 103):
        make_line(order, position=position)
    first = anna.get(order.get_absolute_url()).context
    assert len(first["lines"].rows) == 100
    (further,) = first["line_buttons"]
    second = anna.get(order.get_absolute_url() + further.url).context
    assert [row.cells[0].text for row in second["lines"].rows] == ["101", "102"]
    assert [str(button.label) for button in second["line_buttons"]] == ["Erste Positionen"]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 50, "1;2", "１"])
def test_lines_after_no_position_are_refused(anna: Client, order: Any, after: str) -> None:
    answer = anna.get(order.get_absolute_url(), {"after": after})
    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.feature("S21")
def test_home_shows_the_last_five_orders(cast: Cast, anna: Client) -> None:
    made = [make_order(cast.kessler, ordered_at=NOON - timedelta(days=d)) for d in range(6)]
    page = shown(anna, "/")
    assert all(order.number in page for order in made[:5])
    assert made[5].number not in page


@pytest.mark.feature("S91")
def test_menu_leads_here_once_there_is_an_order(cast: Cast, anna: Client) -> None:
    newcomer = make_organisation("Neu GmbH")
    admit(cast.portal, newcomer)
    assert f'href="{LIST}"' in shown(anna, LIST)
    assert f'href="{LIST}"' not in shown(make_member("Nora Neu", newcomer).browser(), "/")


def test_portal_without_ordering_has_no_orders(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler)
    switch_off(cast.portal, "ordering")
    assert anna.get(LIST).status_code == HTTPStatus.FORBIDDEN
    assert f'href="{LIST}"' not in shown(anna, "/")


def asked(browser: Client, address: str) -> int:
    with counted_statements() as statements:
        shown(browser, address)
    return len(statements)


def test_list_asks_as_much_for_three_orders_as_for_one(cast: Cast, anna: Client) -> None:
    make_order(cast.kessler, site=cast.kiel, ordered_by=cast.bernd.person)
    one = asked(anna, LIST)
    for _ in range(2):
        make_order(cast.kessler, site=cast.luebeck, ordered_by=cast.anna.person)
    assert asked(anna, LIST) == one <= 8


def test_detail_asks_as_much_for_three_lines_as_for_one(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    make_shipment(order, make_line(order))
    one = asked(anna, order.get_absolute_url())
    for _ in range(2):
        make_shipment(order, make_line(order))
    assert asked(anna, order.get_absolute_url()) == one <= 10


def test_full_list_is_light(cast: Cast, anna: Client) -> None:
    for _ in range(25):
        make_order(cast.kessler, site=cast.kiel, customer_reference="Baustelle Hafenstraße 9")
    assert len(gzip.compress(anna.get(LIST).content)) <= 14_000
