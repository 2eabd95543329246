"""An order's page: the way back, and what a reader asks of it at a glance."""

from typing import Any

import pytest
from django.test import Client

from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import (
    NOON,
    make_line,
    make_order,
    make_shipment,
)

pytestmark = pytest.mark.django_db

LIST = "/orders/"
HERE = "http://testserver"


@pytest.fixture
def cast(time_machine: Any) -> Cast:
    time_machine.move_to(NOON)
    return make_cast()


@pytest.fixture
def anna(cast: Cast) -> Client:
    return cast.anna.browser()


def back(browser: Client, order: Order, referer: str) -> tuple[str, str]:
    context = browser.get(order.get_absolute_url(), headers={"Referer": referer}).context
    return context["back"].url, str(context["back"].label)


@pytest.mark.parametrize("query", ["status=open", "q=Pumpe&year=2026", "q=%22%3E%3Cb%3E"])
def test_back_leads_to_the_list_as_it_was(cast: Cast, anna: Client, query: str) -> None:
    order = make_order(cast.kessler)
    expected = (f"{LIST}?{query}", "Zurück zur Liste")
    assert back(anna, order, f"{HERE}{LIST}?{query}") == expected


@pytest.mark.parametrize(
    "referer",
    [
        "",
        f"{HERE}{LIST}",
        f"{HERE}/",
        "https://evil.example/orders/?q=x",
        "//evil.example/orders/?q=x",
        f"{HERE}.evil.example{LIST}?q=x",
        f"{HERE}@evil.example{LIST}?q=x",
        f"{HERE}/\\evil.example{LIST}?q=x",
        f"{HERE}{LIST}/evil?q=x",
        "http://[::1/orders/?q=x",
        "javascript:alert(1)",
        f"{HERE}{LIST}?q={'x' * 2_000}",
    ],
)
def test_back_leads_nowhere_else(cast: Cast, anna: Client, referer: str) -> None:
    assert back(anna, make_order(cast.kessler), referer) == (LIST, "Alle Bestellungen")


def test_back_cannot_break_out_of_its_attribute(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    referer = f'{HERE}{LIST}?q="><script>alert(1)</script>'
    page = anna.get(order.get_absolute_url(), headers={"Referer": referer})
    assert b"<script>alert(1)" not in page.content


def test_current_step_says_since_when(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, progress="in_progress")
    steps = anna.get(order.get_absolute_url()).context["steps"]
    assert [step.hint for step in steps] == ["12.11.2026", "", "12.11.2026", "", ""]


def test_cancelled_order_says_since_when(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler, progress="cancelled")
    (row,) = anna.get(LIST).context["table"].rows
    assert row.cells[3].hint == "seit 12.11.2026"
    page = anna.get(order.get_absolute_url()).content.decode()
    assert "Storniert am 12. November 2026" in page


def test_delivery_says_how_to_track_it(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    line = make_line(order)
    make_shipment(order, line, tracking_number="77", tracking_url="https://carrier.example/77")
    make_shipment(order, line)
    page = anna.get(order.get_absolute_url()).content.decode()
    assert page.count('<a href="https://carrier.example/77">Sendung verfolgen</a>') == 1
    assert page.count("Sendung verfolgen") == 1


def test_delivery_that_nobody_can_track_has_no_empty_column(cast: Cast, anna: Client) -> None:
    order = make_order(cast.kessler)
    make_shipment(order, make_line(order))
    table = anna.get(order.get_absolute_url()).context["shipments"]
    assert [str(column.label) for column in table.columns] == [
        "Lieferschein",
        "Versandt am",
        "Spedition",
        "Status",
    ]


def test_order_names_both_addresses_and_whether_amounts_hold_tax(cast: Cast, anna: Client) -> None:
    order = make_order(
        cast.kessler,
        delivery_address={"name": "Lager Süd"},
        invoice_address={"name": "Buchhaltung"},
    )
    make_line(order)
    context = anna.get(order.get_absolute_url()).context
    facts = {str(fact.label): fact.lines for fact in context["facts"]}
    assert facts["Lieferadresse"] == ("Lager Süd",)
    assert facts["Rechnungsadresse"] == ("Buchhaltung",)
    assert str(context["lines"].columns[-1].label) == "Betrag (netto)"
    assert str(anna.get(LIST).context["table"].columns[-1].label) == "Betrag (brutto)"
