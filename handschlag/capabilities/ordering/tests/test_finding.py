"""Orders by what a customer has in hand."""

from typing import Any

import pytest
from django.test import Client

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import (
    NOON,
    make_line,
    make_order,
    make_shipment,
)
from handschlag.core.tests.statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(time_machine: Any) -> Cast:
    time_machine.move_to(NOON)
    return make_cast()


@pytest.fixture
def anna(cast: Cast) -> Client:
    """Has one order to find and one beside it; a stranger has the same numbers."""
    for organisation in (cast.kessler, cast.sommer):
        order = make_order(organisation, number="AB-27072", customer_reference="Bau-9 / Nord")
        line = make_line(order)
        make_shipment(order, line, number="LS-2026-0815", tracking_number="00340 4341 6109")
    make_line(make_order(cast.kessler, number="AB-1"), article_number="X-1", description="Rohr")
    return cast.anna.browser()


def numbers(browser: Client, text: str) -> list[str]:
    response = browser.get("/orders/", {"q": text})
    return [row.cells[0].text for row in response.context["table"].rows]


@pytest.mark.parametrize(
    "text",
    [
        "AB-27072",
        "ab27072",
        "ab 27072",
        "27072",
        "AB\u201127072",
        "bau 9",
        "ht4711",
        "ls2026 0815",
        "LS-2026-0815",
        "003404341",
        "0034-0434",
    ],
)
@pytest.mark.feature("S58")
def test_any_way_of_writing_a_number_finds(anna: Client, text: str) -> None:
    assert numbers(anna, text) == ["AB-27072"]


@pytest.mark.parametrize("text", ["-", ".", " - . "])
def test_nothing_but_separators_is_taken_as_it_is(anna: Client, text: str) -> None:
    with counted_statements() as statements:
        found = numbers(anna, text)
    assert len(statements) <= 8
    assert "AB-27072" in found or text != "-"


def test_search_says_what_it_finds(anna: Client) -> None:
    page = anna.get("/orders/").content.decode()
    placeholder = "Nummer, Lieferung, Rechnung, Artikel, Referenz"
    assert placeholder in page


def test_search_costs_no_statement_more_than_the_list(anna: Client) -> None:
    with counted_statements() as plain:
        anna.get("/orders/")
    with counted_statements() as searched:
        numbers(anna, "ls20260815")
    assert len(searched) == len(plain) <= 8
