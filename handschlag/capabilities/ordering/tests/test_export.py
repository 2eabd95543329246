"""A file of orders says what it holds before it is opened."""

import contextlib
import io
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import NOON, make_order
from handschlag.core import database

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
    assert load_workbook(io.BytesIO(response.content)).active.title == "Bestellungen"


def test_export_says_how_many_rows(cast: Cast, anna: Client) -> None:
    for progress in ("received", "received", "delivered"):
        make_order(cast.kessler, progress=progress)
    menus = [anna.get(f"{LIST}{q}").context["listed"].toolbar.export for q in ("", "?status=open")]
    assert [{entry.hint for entry in menu.entries} for menu in menus] == [
        {"3 Zeilen"},
        {"2 Zeilen"},
    ]


def running_export(person_id: int) -> contextlib.AbstractContextManager[Any]:
    """As another request of that person holds it, in a connection of its own."""
    login = database.login_parameters() | {"dbname": connection.settings_dict["NAME"]}
    other = psycopg.connect(**login)
    other.execute(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"handschlag.export.{person_id}"]
    )
    return contextlib.closing(other)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_second_export_of_a_person_has_to_wait(cast: Cast, anna: Client, file_format: str) -> None:
    address = f"{EXPORT}?format={file_format}"
    with running_export(cast.anna.actor.person_id or 0):
        response = anna.get(address)
        assert response.status_code == 429
        assert response["Retry-After"] == "10"
        assert "Ein anderer Export von Ihnen läuft noch" in response.text
        assert f'href="{address}"' in response.text
        assert anna.get(LIST).status_code == 200
    assert anna.get(address).status_code == 200


def test_export_of_one_person_holds_up_nobody_else(cast: Cast, anna: Client) -> None:
    with running_export(cast.carla.actor.person_id or 0):
        assert anna.get(f"{EXPORT}?format=csv").status_code == 200
