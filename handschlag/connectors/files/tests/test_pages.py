"""Imported invoices, where their customer looks for them."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.tests.cast import make_member
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.tests.making import EVERY_KIND, write_csv
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.queries import first_host
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

BY = system_actor("test")


IMPORTED = pytest.mark.usefixtures("imported")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "history.csv", EVERY_KIND)


@pytest.fixture
def imported(history: Path) -> None:
    """The import admits its customers to the portal itself."""
    make_portal(first_host())
    assert import_orders(history).host == first_host()


def browser_of(number: str) -> Client:
    """Of somebody who may read orders and invoices of this customer."""
    with acting(BY):
        customer = Organisation.objects.get(number=number)
    browser = make_member("Anna Kessler", customer).browser()
    browser.defaults["SERVER_NAME"] = first_host()
    return browser


def page(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def addresses(*numbers: str) -> list[str]:
    with acting(BY):
        invoices = Invoice.objects.filter(number__in=numbers)
        orders = Order.objects.filter(number__in=numbers)
        return [
            *(f"/invoices/{invoice.public_id}/" for invoice in invoices),
            *(f"/orders/{order.public_id}/" for order in orders),
        ]


@IMPORTED
def test_customer_finds_what_was_imported() -> None:
    browser = browser_of("12347")
    listed = page(browser, "/invoices/")
    assert all(number in listed for number in ("1001", "C1003", "C1004"))
    assert "102,00\u00a0£" in listed
    assert "1001" in page(browser, "/orders/")
    for address in addresses("1001"):
        assert "T-light holder" in page(browser, address)
    (note,) = addresses("C1003")
    assert "1001" in page(browser, note)


@IMPORTED
def test_nobody_else_sees_it() -> None:
    browser = browser_of("12348")
    listed = page(browser, "/invoices/") + page(browser, "/orders/")
    assert "1002" in listed
    assert not [number for number in ("1001", "C1003", "C1004") if number in listed]
    strangers = addresses("1001", "C1003", "C1004")
    assert len(strangers) == 4
    assert {browser.get(address).status_code for address in strangers} == {HTTPStatus.NOT_FOUND}


@IMPORTED
def test_nobody_sees_what_was_kept_apart() -> None:
    for number in ("12347", "12348"):
        browser = browser_of(number)
        assert "1006" not in page(browser, "/invoices/") + page(browser, "/orders/")


def test_portal_that_opens_later_lets_them_in_by_another_import(history: Path) -> None:
    assert import_orders(history).host is None
    make_portal(first_host())
    assert browser_of("12347").get("/invoices/").status_code != HTTPStatus.OK
    import_orders(history)
    assert "1001" in page(browser_of("12347"), "/invoices/")
