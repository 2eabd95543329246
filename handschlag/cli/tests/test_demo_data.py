"""The demo company has its full size, and is the same whenever it is made."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from handschlag.capabilities.ordering.demo.occasions import DAYS, occasions
from handschlag.capabilities.ordering.demo.parcels import thrown
from handschlag.capabilities.ordering.recording import OrderLineRow, OrderRow
from handschlag.cli import demo_data
from handschlag.cli.tests.demo_company import MONDAY, filled, fingerprint, selected
from handschlag.core.demo import Customer, World, workday
from handschlag.platform.organisations.demo.named import GROUP, NAMED, SUBSIDIARIES
from handschlag.platform.organisations.demo.names import make
from handschlag.platform.portals.demo.cast import GUESTS

CAST = (*NAMED, GROUP, *SUBSIDIARIES)


def made_anew(day: date, *, seed: int = demo_data.SEED) -> str:
    """The fingerprint of a company that is gone again afterwards."""
    with transaction.atomic():
        filled(day, seed=seed)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_company_depends_on_day_and_seed_alone() -> None:
    first = made_anew(MONDAY)
    assert made_anew(MONDAY) == first
    assert made_anew(MONDAY, seed=21) != first
    assert made_anew(MONDAY + timedelta(days=1)) != first


@pytest.mark.django_db
def test_filling_again_goes_on_with_the_same_company() -> None:
    rooms = ["Organisations", "Portals", "Orders", "Invoices", "Notifications", "Shortcuts"]
    lines = [f"· Filling the demo company: {room} …" for room in rooms]
    assert filled().splitlines() == lines
    before = fingerprint()
    assert filled(MONDAY + timedelta(days=3), seed=21) == ""
    assert fingerprint() == before


@pytest.mark.django_db
def test_filling_tells_guests_alone() -> None:
    filled()
    mails = selected("select count(*), count(distinct recipient) from core_outgoingmail")
    assert mails == [(len(GUESTS), len(GUESTS))]
    assert selected("select count(*) from procrastinate_jobs") == [(len(GUESTS),)]


def test_whole_company_has_three_hundred_customers_and_two_years_of_orders() -> None:
    world = whole_company()
    assert len(world.customers) == 298
    assert len({customer.name for customer in world.customers}) == 298

    moments = [occasion.moment for occasion in occasions(world)]

    assert 5_500 < len(moments) < 8_000
    assert (world.now - moments[0]).days in range(DAYS - 7, DAYS + 1)
    assert moments[-1] < world.now
    months = Counter(moment.strftime("%Y-%m") for moment in moments)
    assert min(months[f"2026-{month:02}"] for month in range(1, 12)) > 100
    assert months["2026-10"] > 2 * months["2026-07"]


def whole_company() -> World:
    world = demo_data.world_of(MONDAY)
    world.customers = [
        Customer(nth, one.number, one.name, one.trade, one.size, one.address, known=True)
        for nth, one in enumerate(CAST)
    ]
    world.customers += [
        Customer(100 + nth, f"{nth}", one.name, one.trade, one.size, one.address)
        for nth, one in enumerate(make(world.random, world.crowd))
    ]
    return world


def test_freight_never_travels_alone() -> None:
    order = OrderRow(
        organisation_id=1,
        number="AB-1",
        ordered_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        changed_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        currency="EUR",
        net_amount=Decimal(99),
        tax_amount=Decimal("18.81"),
        gross_amount=Decimal("117.81"),
    )
    lines = [line(10, "KH-120", 10), line(20, "FR-110", 1)]
    for seed in range(200):
        parcels = thrown(demo_data.world_of(MONDAY, seed=seed), order, lines)
        assert all(10 in parcel.quantities for parcel in parcels)
        assert sum(parcel.quantities.get(20, 0) for parcel in parcels) == 1
        assert sum(parcel.quantities[10] for parcel in parcels) == 10


def line(position: int, article: str, quantity: int) -> OrderLineRow:
    return OrderLineRow(
        organisation_id=1,
        order_number="AB-1",
        position=position,
        article_number=article,
        description=article,
        quantity=Decimal(quantity),
        unit_price=Decimal(9),
        net_amount=Decimal(9) * quantity,
        tax_rate=Decimal(19),
    )


@pytest.mark.parametrize(
    ("day", "after", "found"),
    [
        (date(2026, 11, 22), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2027, 1, 4), -1, date(2026, 12, 30)),
        (date(2025, 5, 28), 1, date(2025, 5, 30)),  # over Ascension Day
    ],
)
def test_workdays_leave_out_weekends_and_holidays(day: date, after: int, found: date) -> None:
    assert workday(day, after) == found
