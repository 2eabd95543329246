"""On whatever day the demo company is filled, its owner finds an order in every state."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db.models import Q
from pytest_django import DjangoDbBlocker

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import IS_OPEN, is_overdue
from handschlag.capabilities.ordering.models import Progress
from handschlag.cli import demo_data
from handschlag.cli.tests.demo_company import (
    MONDAY,
    actors,
    company,
    invoices,
    selected,
    states,
)
from handschlag.core.isolation import acting

ON_HOME = 5
# A Monday, a Sunday, the first working day of a year, and one in summer.
DAYS = (MONDAY, date(2026, 11, 29), date(2027, 1, 4), date(2027, 7, 15))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(
    request: pytest.FixtureRequest, template_database: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[date]:
    with company(template_database, django_db_blocker, request.param):
        yield request.param


def test_owner_sees_orders_in_every_state(day: date) -> None:
    [sabine] = actors("Sabine Kessler").values()
    found = states(sabine)
    assert set(found[:ON_HOME]) == {
        Progress.RECEIVED,
        Progress.CONFIRMED,
        Progress.IN_PROGRESS,
        Progress.SHIPPED,
        Progress.PARTLY_SHIPPED,
    }
    assert {Progress.DELIVERED, Progress.CANCELLED} <= set(found)


def test_owner_sees_what_is_late_what_is_open_and_what_was_credited(day: date) -> None:
    [sabine] = actors("Sabine Kessler").values()
    [late] = invoices(sabine, is_overdue(day))
    assert (day - late.due_date).days in range(1, 31)  # type: ignore[operator]
    assert invoices(sabine, IS_OPEN & Q(discount_date__gte=day))
    note = invoices(sabine, Q(kind=Invoice.Kind.CREDIT_NOTE))[0]
    assert (day - note.issue_date).days < 45
    with acting(sabine):
        line = note.lines.get()
        corrected = note.corrects
    assert corrected is not None
    assert line.description.endswith(("(Rücknahme)", "(Transportschaden)", "(Falschlieferung)"))


def test_nothing_has_happened_after_the_day(day: date) -> None:
    morning = demo_data.world_of(day).now
    [(ordered, changed, shipped, delivered)] = selected(
        "select max(o.ordered_at), max(o.changed_at), max(s.shipped_at), max(s.delivered_at)"
        " from ordering_order o left join ordering_shipment s on s.order_id = o.id"
    )
    assert max(ordered, changed, shipped, delivered) < morning  # type: ignore[type-var]
    [(issued, received, booked)] = selected(
        "select max(issue_date), (select max(received_date) from billing_payment),"
        " (select max(booked_date) from billing_booking) from billing_invoice"
    )
    assert max(issued, received, booked) < day  # type: ignore[type-var]
    [(expected,)] = selected("select min(expected_date) from ordering_order")
    assert expected >= day  # type: ignore[operator]
