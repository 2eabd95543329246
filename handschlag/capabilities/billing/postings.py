"""What other systems tell about payments and other entries on the account: columns and SQL.

A payment says what came in and which invoices it settles; what is open then is told with
the invoice itself, since the ERP knows of discounts and differences that a sum does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handschlag.capabilities.billing.models import Booking, Payment, PaymentAllocation
from handschlag.core.upserts import Rows, Written, columns_of, rows_of, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    organisation_id: int
    number: str
    received_date: date
    amount: Decimal
    currency: str
    method: str = Payment.Method.TRANSFER
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRow:
    """The part of a payment that settles an invoice which is here already."""

    organisation_id: int
    payment_number: str
    invoice_number: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRow:
    """Positive raises what the customer owes, negative lowers it."""

    organisation_id: int
    number: str
    booked_date: date
    text: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class PaymentRows:
    """One call's worth; allocations are only added and changed."""

    payments: Rows
    allocations: Rows

    @classmethod
    def of(
        cls, payments: Iterable[PaymentRow], allocations: Iterable[AllocationRow]
    ) -> "PaymentRows":
        return cls(rows_of(PaymentRow, payments), rows_of(AllocationRow, allocations))


def write_payments(rows: PaymentRows) -> Written:
    columns = columns_of(PaymentRow, without=("organisation_id", "number"))
    heads = upsert(Payment, rows.payments, key=("organisation_id", "number"), columns=columns)
    touched = {payment for payment, _ in heads} | _write_allocations(rows.allocations)
    created = {payment for payment, is_new in heads if is_new}
    return Written(sorted(created), sorted(touched - created))


def write_bookings(bookings: Rows) -> Written:
    columns = columns_of(BookingRow, without=("organisation_id", "number"))
    written = upsert(Booking, bookings, key=("organisation_id", "number"), columns=columns)
    created = sorted(booking for booking, is_new in written if is_new)
    return Written(created, sorted(booking for booking, is_new in written if not is_new))


def _write_allocations(allocations: Rows) -> set[int]:
    named = Rows(
        "select given.organisation_id, given.amount,"  # noqa: S608  a select of our own
        " payment.id as payment_id,"
        f" invoice.id as invoice_id from ({allocations.select}) as given"
        " left join billing_payment payment on (payment.organisation_id, payment.number)"
        " = (given.organisation_id, given.payment_number)"
        " left join billing_invoice invoice on (invoice.organisation_id, invoice.number)"
        " = (given.organisation_id, given.invoice_number)",
        allocations.parameters,
    )
    key = ("organisation_id", "payment_id", "invoice_id")
    written = upsert(
        PaymentAllocation, named, key=key, columns=["amount"], returning=["payment_id"]
    )
    return {payment for payment, _ in written}
