"""The demo company adds up, keeps to its calendar, and is the same whenever it is made."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from handschlag.capabilities.ordering.demo.occasions import DAYS, occasions
from handschlag.cli import demo_data
from handschlag.cli.tests.demo_company import MONDAY, filled, fingerprint, selected
from handschlag.core.demo import Customer, World, is_workday, workday
from handschlag.platform.organisations.demo.named import GROUP, NAMED, SUBSIDIARIES
from handschlag.platform.organisations.demo.names import make

CENT = Decimal("0.01")
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
    assert filled().count("Filling the demo company") == len(  # one line for each room
        ["organisations", "portals", "ordering", "billing"]
    )
    before = fingerprint()
    assert filled(MONDAY + timedelta(days=3), seed=21) == ""
    assert fingerprint() == before


@pytest.mark.django_db
def test_filling_tells_nobody() -> None:
    filled()
    assert selected("select count(*) from core_outgoingmail") == [(0,)]
    assert selected("select count(*) from procrastinate_jobs") == [(0,)]


@pytest.mark.django_db
def test_documents_add_up() -> None:
    filled()
    documents = selected(
        "select i.number, i.line_total, i.net_amount, i.tax_amount, i.gross_amount,"
        " (select sum(net_amount) from billing_invoiceline l where l.invoice_id = i.id),"
        " (select sum(round(quantity * unit_price, 2)) from billing_invoiceline l"
        "   where l.invoice_id = i.id),"
        " (select sum(taxable_amount) from billing_taxbreakdown t where t.invoice_id = i.id),"
        " (select sum(round(taxable_amount * rate / 100, 2)) from billing_taxbreakdown t"
        "   where t.invoice_id = i.id)"
        " from billing_invoice i"
    )
    assert len(documents) > 100
    for number, total, net, tax, gross, lines, computed, taxed, by_rate in documents:
        assert (lines, computed, taxed, by_rate) == (total, total, net, tax), number
        assert gross == net + tax  # type: ignore[operator]


@pytest.mark.django_db
def test_what_is_open_is_what_was_neither_paid_nor_credited() -> None:
    filled()
    invoices = selected(
        "select i.number, i.payable_amount, i.open_amount,"
        " coalesce((select sum(a.amount) from billing_paymentallocation a"
        "   where a.invoice_id = i.id), 0),"
        " coalesce((select sum(c.payable_amount) from billing_invoice c"
        "   where c.corrects_id = i.id), 0)"
        " from billing_invoice i where i.kind = 'invoice'"
    )
    for number, payable, open_amount, paid, credited in invoices:
        assert open_amount == payable - paid - credited, number  # type: ignore[operator]
        assert open_amount >= 0, number  # type: ignore[operator]
    assert {bool(row[3]) for row in invoices} == {True, False}
    assert {bool(row[4]) for row in invoices} == {True, False}


@pytest.mark.django_db
def test_payments_are_allocated_in_full() -> None:
    filled()
    payments = selected(
        "select p.amount, sum(a.amount), count(*) from billing_payment p"
        " left join billing_paymentallocation a on a.payment_id = p.id group by p.id"
    )
    assert len(payments) > 100
    assert {amount == allocated for amount, allocated, _ in payments} == {True}


@pytest.mark.django_db
def test_who_pays_early_deducts_the_discount() -> None:
    filled()
    deducted = selected(
        "select a.amount, round(i.gross_amount * 0.02, 2), p.received_date <= i.discount_date"
        " from billing_payment p join billing_paymentallocation a on a.payment_id = p.id"
        " join billing_invoice i on i.id = a.invoice_id where p.method = 'offset'"
    )
    assert len(deducted) > 20
    for amount, discount, is_early in deducted:
        assert (abs(amount - discount) <= CENT, is_early) == (True, True)  # type: ignore[operator]


@pytest.mark.django_db
def test_no_more_is_shipped_than_ordered_nor_invoiced_than_shipped() -> None:
    filled()
    lines = selected(
        "select l.quantity, l.shipped_quantity, l.delivered_quantity, l.invoiced_quantity,"
        " coalesce((select sum(s.quantity) from ordering_shipmentline s"
        "   where s.order_line_id = l.id), 0), l.progress"
        " from ordering_orderline l"
    )
    for quantity, shipped, delivered, invoiced, carried, progress in lines:
        assert shipped == carried == invoiced
        assert delivered <= shipped <= quantity  # type: ignore[operator]
        assert (progress == "cancelled") <= (shipped == 0)
    short = [line for line in lines if 0 < line[1] < line[0]]  # type: ignore[operator]
    assert {line[-1] for line in short} == {"partly_shipped"}


@pytest.mark.django_db
@pytest.mark.parametrize("day", [MONDAY, date(2026, 11, 29), date(2027, 1, 3)])
def test_nothing_has_happened_after_the_day(day: date) -> None:
    filled(day)
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


@pytest.mark.django_db
def test_goods_leave_and_money_comes_on_working_days() -> None:
    filled()
    for statement in (
        "select distinct shipped_at from ordering_shipment",
        "select distinct delivered_at from ordering_shipment where delivered_at is not null",
    ):
        moments = [row[0] for row in selected(statement)]
        assert {is_workday(timezone.localdate(moment)) for moment in moments} == {True}  # type: ignore[arg-type]
    for statement in (
        "select distinct received_date from billing_payment",
        "select distinct booked_date from billing_booking",
        "select distinct issue_date from billing_invoice",
    ):
        assert {is_workday(row[0]) for row in selected(statement)} == {True}  # type: ignore[arg-type]


@pytest.mark.django_db
def test_goods_come_after_they_were_ordered() -> None:
    filled()
    early = selected(
        "select s.number from ordering_shipment s join ordering_order o on o.id = s.order_id"
        " where s.shipped_at <= o.ordered_at or s.delivered_at <= s.shipped_at"
        " or o.changed_at < o.ordered_at"
    )
    assert early == []


@pytest.mark.django_db
def test_documents_are_numbered_in_the_order_of_their_days() -> None:
    filled()
    for kind in ("invoice", "credit_note"):
        rows = selected(
            f"select issue_date from billing_invoice where kind = '{kind}' order by number"  # noqa: S608
        )
        days = [row[0] for row in rows]
        assert days == sorted(days)  # type: ignore[type-var]


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
