"""Documents of the demo company add up, and keep to its calendar."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from handschlag.cli.tests.demo_company import MONDAY, company, selected
from handschlag.core.demo import is_workday

CENT = Decimal("0.01")


@pytest.fixture(scope="module", autouse=True)
def _company(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with company(template_database, django_db_blocker, MONDAY):
        yield


def test_documents_add_up() -> None:
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


def test_what_is_open_is_what_was_neither_paid_nor_credited() -> None:
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


def test_payments_are_allocated_in_full() -> None:
    payments = selected(
        "select p.amount, sum(a.amount), count(*) from billing_payment p"
        " left join billing_paymentallocation a on a.payment_id = p.id group by p.id"
    )
    assert len(payments) > 100
    assert {amount == allocated for amount, allocated, _ in payments} == {True}


def test_who_pays_early_deducts_the_discount() -> None:
    deducted = selected(
        "select a.amount, round(i.gross_amount * 0.02, 2), p.received_date <= i.discount_date"
        " from billing_payment p join billing_paymentallocation a on a.payment_id = p.id"
        " join billing_invoice i on i.id = a.invoice_id where p.method = 'offset'"
    )
    assert len(deducted) > 20
    for amount, discount, is_early in deducted:
        assert (abs(amount - discount) <= CENT, is_early) == (True, True)  # type: ignore[operator]


def test_no_more_is_shipped_than_ordered_nor_invoiced_than_shipped() -> None:
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


def test_goods_leave_and_money_comes_on_working_days() -> None:
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


def test_goods_come_after_they_were_ordered() -> None:
    early = selected(
        "select s.number from ordering_shipment s join ordering_order o on o.id = s.order_id"
        " where s.shipped_at <= o.ordered_at or s.delivered_at <= s.shipped_at"
        " or o.changed_at < o.ordered_at"
    )
    assert early == []


def test_documents_are_numbered_in_the_order_of_their_days() -> None:
    for kind in ("invoice", "credit_note"):
        rows = selected(
            f"select issue_date from billing_invoice where kind = '{kind}' order by number"
        )
        days = [row[0] for row in rows]
        assert days == sorted(days)  # type: ignore[type-var]
