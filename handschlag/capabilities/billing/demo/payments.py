"""How customers pay: most within the days of the discount, some late, one invoice not at all."""

from dataclasses import replace
from zlib import crc32

from handschlag.capabilities.billing.demo.documents import Issued
from handschlag.capabilities.billing.models import Payment
from handschlag.capabilities.billing.postings import PaymentRow
from handschlag.core.demo import DAY, Customer, World, workday

# The share of customers that pays so, and after how many days at the earliest and latest.
HABITS = ((0.58, 5, 13), (0.28, 22, 32), (0.11, 31, 44), (0.03, 50, 90))
KNOWN_HABIT, PRIVATE_HABIT = (11, 13), (2, 16)
DEBITED, ONE_IN = (12, 12), 6
OVERDUE_DAYS, BOOKED_AFTER = 5, 3

Habit = tuple[int, int]


def habit_of(world: World, customer: Customer) -> Habit:
    if customer.trade == "private":
        return PRIVATE_HABIT
    if customer.known:
        return KNOWN_HABIT
    if _is_debited(customer):
        return DEBITED
    _, earliest, latest = world.random.choices(HABITS, [share for share, _, _ in HABITS])[0]
    return earliest, latest


def paid(world: World, issued: Issued, customer: Customer, habit: Habit) -> Issued:
    """Paid, if the day has come; who pays within the days of the discount deducts it."""
    row = issued.invoice
    received = workday(row.issue_date + world.random.randint(*habit) * DAY)
    if issued.credit:
        received = max(received, workday(issued.credit.issue_date, BOOKED_AFTER))
    if received >= world.today or row.open_amount <= 0:
        return issued
    payment = PaymentRow(
        organisation_id=row.organisation_id,
        number=row.number.replace("RE-", "ZE-"),
        received_date=received,
        amount=row.open_amount,
        currency=row.currency,
        method=Payment.Method.DIRECT_DEBIT if _is_debited(customer) else Payment.Method.TRANSFER,
        reference=row.number,
    )
    return issued.settled_by(_with_discount(payment, issued))


def left_unpaid(world: World, issued: list[Issued]) -> set[str]:
    """Numbers of invoices that are overdue: the newest possible one of eventful customers."""
    eventful = {customer.organisation_id for customer in world.customers if customer.eventful}
    latest_due = world.today - OVERDUE_DAYS * DAY
    newest = {
        document.invoice.organisation_id: document.invoice.number
        for document in issued
        if document.invoice.due_date and document.invoice.due_date <= latest_due
    }
    return {number for owner, number in newest.items() if owner in eventful}


def _with_discount(payment: PaymentRow, issued: Issued) -> list[PaymentRow]:
    last_day, discount = issued.invoice.discount_date, issued.invoice.discount_amount
    if last_day is None or payment.received_date > last_day:
        return [payment]
    return [
        replace(payment, amount=payment.amount - discount),
        replace(
            payment,
            number=payment.number.replace("ZE-", "SK-"),
            amount=discount,
            method=Payment.Method.OFFSET,
            reference="2 % Skonto",
        ),
    ]


def _is_debited(customer: Customer) -> bool:
    return not customer.known and crc32(customer.number.encode()) % ONE_IN == 0
