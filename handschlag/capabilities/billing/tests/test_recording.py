from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from handschlag.capabilities.billing.actions import (
    attach_document,
    record_bookings,
    record_invoices,
    record_payments,
)
from handschlag.capabilities.billing.models import (
    Booking,
    Invoice,
    InvoiceLine,
    PaymentAllocation,
    TaxBreakdown,
)
from handschlag.capabilities.billing.postings import (
    AllocationRow,
    BookingRow,
    PaymentRow,
    PaymentRows,
)
from handschlag.capabilities.billing.recording import (
    InvoiceLineRow,
    InvoiceRow,
    InvoiceRows,
    TaxRow,
)
from handschlag.capabilities.billing.tests.factories import make_invoice
from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.capabilities.ordering.tests.factories import make_line, make_order
from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.upserts import TakenIn, rows_of
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.tests.factories import make_organisation

pytestmark = pytest.mark.django_db

ERP = system_actor("erp")
RUN = Subject("test.run", 1)
NOTHING = TakenIn(created=0, changed=0)


@pytest.fixture
def kessler() -> Organisation:
    return make_organisation()


@pytest.fixture
def order(kessler: Organisation) -> Order:
    order = make_order(kessler, number="AB-1")
    make_line(order, position=10)
    make_line(order, position=20)
    return order


def invoice_row(kessler: Organisation, **changes: Any) -> InvoiceRow:
    row = InvoiceRow(
        organisation_id=kessler.pk,
        number="RE-1",
        issue_date=date(2026, 11, 12),
        due_date=date(2026, 11, 26),
        currency="EUR",
        line_total=Decimal("100.00"),
        net_amount=Decimal("100.00"),
        tax_amount=Decimal("19.00"),
        gross_amount=Decimal("119.00"),
        payable_amount=Decimal("119.00"),
        open_amount=Decimal("119.00"),
    )
    return replace(row, **changes)


def line_row(kessler: Organisation, position: int, **changes: Any) -> InvoiceLineRow:
    row = InvoiceLineRow(
        organisation_id=kessler.pk,
        invoice_number="RE-1",
        position=position,
        description="Umwälzpumpe",
        quantity=Decimal(5),
        unit_price=Decimal("20.00"),
        net_amount=Decimal("100.00"),
        tax_category="S",
        tax_rate=Decimal(19),
    )
    return replace(row, **changes)


def tax_row(kessler: Organisation, **changes: Any) -> TaxRow:
    row = TaxRow(
        organisation_id=kessler.pk,
        invoice_number="RE-1",
        category="S",
        rate=Decimal(19),
        taxable_amount=Decimal("100.00"),
        tax_amount=Decimal("19.00"),
    )
    return replace(row, **changes)


def record(invoices: list[InvoiceRow], lines: list[InvoiceLineRow], taxes: list[TaxRow]) -> TakenIn:
    with acting(ERP):
        return record_invoices(ERP, rows=InvoiceRows.of(invoices, lines, taxes), run=RUN)


def record_one(kessler: Organisation, **changes: Any) -> TakenIn:
    return record([invoice_row(kessler, **changes)], [line_row(kessler, 1)], [tax_row(kessler)])


def kinds() -> list[str]:
    with as_owner():
        return sorted(JournalEntry.objects.values_list("kind", flat=True))


def test_invoice_comes_with_lines_and_taxes(kessler: Organisation) -> None:
    assert record_one(kessler) == TakenIn(created=1, changed=0)
    with acting(ERP):
        invoice = Invoice.objects.get(number="RE-1")
        assert (invoice.lines.get().position, invoice.taxes.get().rate) == (1, 19)


def test_same_rows_again_change_nothing(kessler: Organisation) -> None:
    record_one(kessler)
    before = kinds()
    assert record_one(kessler) == NOTHING
    assert kinds() == before


def test_payment_in_the_erp_changes_what_is_open(kessler: Organisation) -> None:
    record_one(kessler)
    assert record_one(kessler, open_amount=Decimal(0)) == TakenIn(created=0, changed=1)
    with acting(ERP):
        assert Invoice.objects.get().open_amount == 0


def test_sums_that_contradict_each_other_are_refused(kessler: Organisation) -> None:
    with pytest.raises(IntegrityError):
        record_one(kessler, payable_amount=Decimal("1.00"))


def test_parts_that_are_missing_now_are_deleted(kessler: Organisation) -> None:
    record(
        [invoice_row(kessler)],
        [line_row(kessler, 1), line_row(kessler, 2)],
        [tax_row(kessler), tax_row(kessler, rate=Decimal(7))],
    )
    record([invoice_row(kessler, number="RE-2")], [line_row(kessler, 1, invoice_number="RE-2")], [])
    assert record_one(kessler) == TakenIn(created=0, changed=1)
    with acting(ERP):
        lines = InvoiceLine.objects.values_list("invoice__number", "position")
        assert sorted(lines) == [("RE-1", 1), ("RE-2", 1)]
        assert TaxBreakdown.objects.get().rate == 19


def test_invoice_marks_the_lines_of_its_order(kessler: Organisation, order: Order) -> None:
    lines = [line_row(kessler, 1, order_position=20, quantity=Decimal(3))]
    record([invoice_row(kessler, order_number="AB-1")], lines, [])
    with acting(ERP):
        assert Invoice.objects.get().order_id == order.pk
        marked = OrderLine.objects.values_list("position", "invoiced_quantity")
        assert sorted(marked) == [(10, 0), (20, 3)]
    assert "ordering.order_invoiced" in kinds()


def test_line_that_is_charged_no_longer_is_marked_so(kessler: Organisation, order: Order) -> None:
    invoice = [invoice_row(kessler, order_number="AB-1")]
    both = [line_row(kessler, n, order_position=n * 10, quantity=Decimal(3)) for n in (1, 2)]
    record(invoice, both, [])
    record(invoice, both[:1], [])
    with acting(ERP):
        marked = OrderLine.objects.values_list("position", "invoiced_quantity")
        assert sorted(marked) == [(10, 3), (20, 0)]


def test_two_invoices_of_a_line_add_up_and_a_credit_note_does_not(
    kessler: Organisation, order: Order
) -> None:
    for number, kind, quantity in (
        ("RE-1", "invoice", 3),
        ("RE-2", "invoice", 2),
        ("GS-1", "credit_note", 1),
    ):
        line = line_row(kessler, 1, invoice_number=number, order_position=10)
        record(
            [invoice_row(kessler, number=number, kind=kind, order_number="AB-1")],
            [replace(line, quantity=Decimal(quantity))],
            [],
        )
    with acting(ERP):
        assert OrderLine.objects.get(position=10).invoiced_quantity == 5


def test_order_that_is_not_here_is_no_error(kessler: Organisation) -> None:
    record_one(kessler, order_number="AB-404")
    with acting(ERP):
        assert Invoice.objects.get().order is None


def test_order_of_another_customer_is_not_linked(kessler: Organisation, order: Order) -> None:
    sommer = make_organisation("Sommer")
    record_one(sommer, order_number="AB-1")
    with acting(ERP):
        assert Invoice.objects.get(organisation=sommer).order is None


def test_credit_note_is_linked_to_what_it_corrects(kessler: Organisation) -> None:
    note = invoice_row(kessler, number="GS-1", kind="credit_note", corrects_number="RE-1")
    record([note, invoice_row(kessler)], [], [])
    unknown = invoice_row(kessler, number="GS-2", kind="credit_note", corrects_number="RE-404")
    record([unknown], [], [])
    with acting(ERP):
        found = Invoice.objects.order_by("number").values_list("number", "corrects__number")
        assert list(found) == [("GS-1", "RE-1"), ("GS-2", None), ("RE-1", None)]


def test_journal_has_one_entry_per_invoice_and_one_for_the_run(kessler: Organisation) -> None:
    record([invoice_row(kessler), invoice_row(kessler, number="RE-2")], [], [])
    assert kinds() == [
        "billing.invoice_recorded",
        "billing.invoice_recorded",
        "billing.invoices_taken_in",
        "organisations.use_noted",
    ]
    with as_owner():
        body = JournalEntry.objects.filter(kind="billing.invoice_recorded").first().body
    assert body["open_amount"] == "119.00"


def test_payment_settles_an_invoice(kessler: Organisation) -> None:
    make_invoice(kessler, number="RE-1")
    rows = PaymentRows.of(
        [
            PaymentRow(
                organisation_id=kessler.pk,
                number="ZE-1",
                received_date=date(2026, 11, 20),
                amount=Decimal("119.00"),
                currency="EUR",
            )
        ],
        [
            AllocationRow(
                organisation_id=kessler.pk,
                payment_number="ZE-1",
                invoice_number="RE-1",
                amount=Decimal("119.00"),
            )
        ],
    )
    with acting(ERP):
        assert record_payments(ERP, rows=rows, run=RUN) == TakenIn(created=1, changed=0)
        assert record_payments(ERP, rows=rows, run=RUN) == NOTHING
        allocation = PaymentAllocation.objects.get()
        assert (allocation.invoice.number, allocation.amount) == ("RE-1", Decimal("119.00"))
    assert kinds() == ["billing.payment_recorded", "billing.payments_taken_in"]


def test_booking_is_kept_and_corrected(kessler: Organisation) -> None:
    row = BookingRow(
        organisation_id=kessler.pk,
        number="B-1",
        booked_date=date(2026, 11, 20),
        text="Bonus",
        amount=Decimal("-50.00"),
        currency="EUR",
    )
    with acting(ERP):
        for given, taken_in in (
            (row, TakenIn(created=1, changed=0)),
            (row, NOTHING),
            (replace(row, amount=Decimal("-60.00")), TakenIn(created=0, changed=1)),
        ):
            found = record_bookings(ERP, bookings=rows_of(BookingRow, [given]), run=RUN)
            assert found == taken_in
        assert Booking.objects.get().amount == Decimal("-60.00")


def test_document_is_attached(kessler: Organisation) -> None:
    invoice = make_invoice(kessler)
    with as_owner():
        document = StoredFile.objects.create(
            organisation_id=kessler.pk, name="RE.pdf", media_type="application/pdf", size=1
        )
    with acting(ERP):
        attach_document(ERP, invoice=invoice, document=document)
        assert Invoice.objects.get().document == document
    assert kinds() == ["billing.document_attached"]


def test_document_of_another_customer_cannot_be_attached(kessler: Organisation) -> None:
    invoice = make_invoice(kessler)
    with as_owner():
        strange = StoredFile.objects.create(
            organisation_id=make_organisation("Sommer").pk, name="x", media_type="x", size=1
        )
    with acting(ERP), pytest.raises(IntegrityError):
        attach_document(ERP, invoice=invoice, document=strange)


def test_customer_takes_in_nothing(kessler: Organisation) -> None:
    anna = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=kessler.pk)
    with acting(anna), pytest.raises(PermissionDenied):
        record_invoices(anna, rows=InvoiceRows.of([], [], []), run=RUN)
