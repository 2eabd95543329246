from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from handschlag.capabilities.ordering.actions import mark_invoiced, record_orders
from handschlag.capabilities.ordering.models import Order, OrderLine, Shipment, ShipmentLine
from handschlag.capabilities.ordering.recording import (
    OrderLineRow,
    OrderRow,
    OrderRows,
    ShipmentLineRow,
    ShipmentRow,
)
from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.upserts import Rows, TakenIn
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.tests.factories import make_organisation

pytestmark = pytest.mark.django_db

ERP = system_actor("erp")
RUN = Subject("test.run", 1)
NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def kessler() -> Organisation:
    return make_organisation()


def order_row(kessler: Organisation, **changes: Any) -> OrderRow:
    row = OrderRow(
        organisation_id=kessler.pk,
        number="AB-1",
        ordered_at=NOON,
        changed_at=NOON + timedelta(hours=1),
        currency="EUR",
        net_amount=Decimal("100.00"),
        tax_amount=Decimal("19.00"),
        gross_amount=Decimal("119.00"),
        delivery_address={"name": "Lager", "city": "Kiel"},
        as_of=NOON,
    )
    return replace(row, **changes)


def line_row(kessler: Organisation, position: int, **changes: Any) -> OrderLineRow:
    row = OrderLineRow(
        organisation_id=kessler.pk,
        order_number="AB-1",
        position=position,
        article_number="HT-4711",
        description="Umwälzpumpe",
        quantity=Decimal(5),
        unit_price=Decimal("20.00"),
        net_amount=Decimal("100.00"),
        tax_rate=Decimal(19),
    )
    return replace(row, **changes)


def rows(kessler: Organisation, *lines: OrderLineRow, **changes: Any) -> OrderRows:
    lines = lines or (line_row(kessler, 1), line_row(kessler, 2))
    return OrderRows.of(
        [order_row(kessler, **changes)],
        lines,
        [
            ShipmentRow(
                organisation_id=kessler.pk,
                order_number="AB-1",
                number="LS-1",
                carrier="Nordfracht",
                shipped_at=NOON,
            )
        ],
        [
            ShipmentLineRow(
                organisation_id=kessler.pk, shipment_number="LS-1", position=1, quantity=Decimal(5)
            )
        ],
    )


def record(given: OrderRows) -> TakenIn:
    with acting(ERP):
        return record_orders(ERP, rows=given, run=RUN)


def journal() -> list[tuple[str, bool]]:
    with as_owner():
        return list(JournalEntry.objects.order_by("id").values_list("kind", "quiet"))


def test_order_comes_with_lines_and_shipments(kessler: Organisation) -> None:
    assert record(rows(kessler)) == TakenIn(created=1, changed=0)
    with acting(ERP):
        order = Order.objects.get(organisation=kessler, number="AB-1")
        assert len(order.public_id) == 22
        assert order.delivery_address == {"name": "Lager", "city": "Kiel"}
        assert [line.position for line in order.lines.all()] == [1, 2]
        assert ShipmentLine.objects.get(shipment__number="LS-1").order_line.position == 1


def test_same_rows_again_change_nothing(kessler: Organisation) -> None:
    record(rows(kessler))
    with acting(ERP):
        before = list(Order.objects.values()), list(OrderLine.objects.values())
    entries = journal()
    assert record(rows(kessler, as_of=NOON + timedelta(days=1))) == TakenIn(created=0, changed=0)
    with acting(ERP):
        assert (list(Order.objects.values()), list(OrderLine.objects.values())) == before
    assert journal() == entries


@pytest.mark.parametrize(
    "changes",
    [
        {"progress": "shipped"},
        {"expected_date": date(2026, 11, 19)},
        {"gross_amount": Decimal("120.00")},
        {"invoice_address": {"city": "Kiel"}},
    ],
)
def test_difference_in_the_head_changes_the_order(
    kessler: Organisation, changes: dict[str, Any]
) -> None:
    record(rows(kessler))
    assert record(rows(kessler, **changes)) == TakenIn(created=0, changed=1)
    with acting(ERP):
        (values,) = Order.objects.values(*changes)
    assert values == changes


def test_difference_in_a_line_changes_the_order(kessler: Organisation) -> None:
    record(rows(kessler))
    given = rows(kessler, line_row(kessler, 1, shipped_quantity=Decimal(2)), line_row(kessler, 2))
    assert record(given) == TakenIn(created=0, changed=1)
    with acting(ERP):
        assert OrderLine.objects.get(position=1).shipped_quantity == 2


def test_line_that_is_missing_now_is_deleted(kessler: Organisation) -> None:
    record(rows(kessler))
    given = OrderRows.of([order_row(kessler)], [line_row(kessler, 2)])
    assert record(given) == TakenIn(created=0, changed=1)
    with acting(ERP):
        assert [line.position for line in OrderLine.objects.all()] == [2]
        assert not ShipmentLine.objects.exists()
        assert Shipment.objects.count() == 1


def test_lines_of_other_orders_stay(kessler: Organisation) -> None:
    record(rows(kessler))
    other = OrderRows.of(
        [order_row(kessler, number="AB-2")], [line_row(kessler, 1, order_number="AB-2")]
    )
    record(other)
    with acting(ERP):
        assert OrderLine.objects.filter(order__number="AB-1").count() == 2


def test_same_number_of_another_customer_is_another_order(kessler: Organisation) -> None:
    sommer = make_organisation("Sommer")
    record(rows(kessler))
    given = OrderRows.of([order_row(sommer)], [line_row(sommer, 1)])
    assert record(given) == TakenIn(created=1, changed=0)
    with acting(ERP):
        assert OrderLine.objects.filter(organisation=kessler).count() == 2
        assert OrderLine.objects.filter(organisation=sommer).count() == 1


def test_line_without_its_order_is_refused(kessler: Organisation) -> None:
    with pytest.raises(IntegrityError):
        record(OrderRows.of([], [line_row(kessler, 1)]))


def test_journal_has_one_entry_per_order_and_one_for_the_run(kessler: Organisation) -> None:
    record(rows(kessler))
    record(rows(kessler, progress="shipped"))
    kinds = [kind for kind, _ in journal()]
    assert sorted(kinds) == [
        "ordering.order_changed",
        "ordering.order_recorded",
        "ordering.orders_taken_in",
        "ordering.orders_taken_in",
        "organisations.use_noted",
    ]
    assert all(quiet for _, quiet in journal())


def test_first_order_shows_the_menu_entry(kessler: Organisation) -> None:
    record(rows(kessler))
    record(rows(kessler, number="AB-1", progress="shipped"))
    with acting(ERP):
        assert Organisation.objects.get(pk=kessler.pk).uses == ["ordering"]


def test_customer_takes_in_nothing(kessler: Organisation) -> None:
    anna = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=kessler.pk)
    with acting(anna), pytest.raises(PermissionDenied):
        record_orders(anna, rows=rows(kessler), run=RUN)


def test_invoiced_quantity_is_marked_once(kessler: Organisation) -> None:
    record(rows(kessler))
    with acting(ERP):
        line = OrderLine.objects.get(position=1)
        given = Rows(
            "select %s::bigint as organisation_id, %s::bigint as order_line_id, 5 as quantity",
            [kessler.pk, line.pk],
        )
        assert mark_invoiced(ERP, quantities=given, run=RUN) == 1
        assert mark_invoiced(ERP, quantities=given, run=RUN) == 0
        line.refresh_from_db()
    assert line.invoiced_quantity == 5
    assert [kind for kind, _ in journal()].count("ordering.order_invoiced") == 1


def test_recording_again_leaves_what_is_invoiced(kessler: Organisation) -> None:
    record(rows(kessler))
    with acting(ERP):
        given = Rows(
            "select organisation_id, id as order_line_id, 5 as quantity from ordering_orderline"
        )
        mark_invoiced(ERP, quantities=given, run=RUN)
    assert record(rows(kessler)) == TakenIn(created=0, changed=0)
    with acting(ERP):
        assert {line.invoiced_quantity for line in OrderLine.objects.all()} == {5}
