"""A file of orders says what it holds before it is opened."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import NOON, make_order

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


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "Bestellungen 2026-11-12"),
        ("status=open&year=2026", "Bestellungen Offen 2026 2026-11-12"),
        ("q=Pumpe 3/4", "Bestellungen Pumpe 3 4 2026-11-12"),
        ('q=../"x"%0d%0aSet-Cookie: a', "Bestellungen .. x Set-Cookie a 2026-11-12"),
    ],
)
def test_file_is_named_after_what_it_holds(cast: Cast, anna: Client, query: str, name: str) -> None:
    make_order(cast.kessler)
    response = anna.get(f"{EXPORT}?{query}&format=xlsx")
    assert response["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    assert (
        load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.title
        == "Bestellungen"
    )


def test_export_says_how_many_rows(cast: Cast, anna: Client) -> None:
    for progress in ("received", "received", "delivered"):
        make_order(cast.kessler, progress=progress)
    menus = [anna.get(f"{LIST}{q}").context["listed"].toolbar.export for q in ("", "?status=open")]
    assert [{entry.hint for entry in menu.entries} for menu in menus] == [
        {"3 Zeilen"},
        {"2 Zeilen"},
    ]
