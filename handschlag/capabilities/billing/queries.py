from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from handschlag.capabilities.billing.models import (
    Invoice,
    InvoiceLine,
    PaymentAllocation,
    TaxBreakdown,
)
from handschlag.capabilities.billing.rules import READ, reads_everywhere
from handschlag.core.actor import Actor, Scope
from handschlag.core.finding import amount_in, number_like
from handschlag.core.money import Money
from handschlag.core.prepared import fetched, found

IS_INVOICE = Q(kind=Invoice.Kind.INVOICE)
IS_CREDIT_NOTE = Q(kind=Invoice.Kind.CREDIT_NOTE)
IS_OPEN = IS_INVOICE & Q(open_amount__gt=0)
IS_PAID = IS_INVOICE & Q(open_amount__lte=0)


def ends_discount(first: date, last: date) -> Q:
    """Those that cost less when paid by a day from `first` to `last`."""
    return IS_OPEN & Q(discount_amount__gt=0, discount_date__range=(first, last))


def is_overdue(day: date) -> Q:
    return IS_OPEN & Q(due_date__lt=day)


def invoices_for(by: Actor) -> QuerySet[Invoice]:
    """The invoices that `by` may see: of their own orders, their sites or their organisation."""
    mine = Invoice.objects.filter(Q(organisation_id=by.organisation_id))
    match by.scope_of(READ):
        case Scope.COMPANY | Scope.SUBTREE:
            return mine
        case Scope.SITE:
            return mine.filter(site_id__in=by.site_ids)
        case Scope.OWN:
            return mine.filter(order__ordered_by_id=by.person_id)
        case None:
            return mine.none()


def invoices_everywhere(by: Actor) -> QuerySet[Invoice]:
    """The invoices of all organisations, for staff who may see invoices."""
    return Invoice.objects.all() if reads_everywhere.test(by) else Invoice.objects.none()


def get_invoice(by: Actor, public_id: str) -> Invoice:
    """Raises Http404 for an invoice that is not there or not for `by` to see."""
    return found(fetched(_invoice, by, public_id))


def _invoice(by: Actor, public_id: str) -> QuerySet[Invoice]:
    rows = invoices_for(by).select_related("site", "order", "corrects__order", "document")
    return rows.filter(public_id=public_id)


def invoices_matching(by: Actor, invoices: QuerySet[Invoice], text: str) -> QuerySet[Invoice]:
    """Invoices with `text` in a number, as an amount or in one of their lines."""
    lines = InvoiceLine.objects.filter(
        Q(organisation_id=by.organisation_id),
        number_like(text, "article_number") | Q(description__icontains=text),
    )
    return invoices.filter(
        number_like(text, "number", "customer_reference", "order__number")
        | _of_amount(text)
        | Q(pk__in=lines.values("invoice_id"))
    )


def _of_amount(text: str) -> Q:
    amount = amount_in(text)
    if amount is None:
        return Q(pk__in=())
    return Q(payable_amount=amount) | Q(gross_amount=amount) | Q(open_amount=amount)


def orders_by_invoice(by: Actor, text: str) -> QuerySet[Invoice, Any]:
    """Ids of the orders that have an invoice with `text` in its number."""
    invoices = invoices_for(by).filter(number_like(text, "number"))
    return invoices.values("order_id")


@dataclass(frozen=True, slots=True)
class Balance:
    """What is to be paid in one currency, how much of it is late, and what may be set off."""

    unpaid: Money
    overdue: Money
    credit: Money

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.unpaid + other.unpaid, self.overdue + other.overdue, self.credit + other.credit
        )


def sums_of(invoices: QuerySet[Invoice], day: date, *fields: str) -> QuerySet[Invoice, Any]:
    """By `fields` and currency what is open, overdue before `day`, and left over."""
    grouped = invoices.order_by().values_list(*fields, "currency")
    return grouped.annotate(
        unpaid=Sum("open_amount", filter=IS_OPEN, default=0),
        overdue=Sum("open_amount", filter=is_overdue(day), default=0),
        credit=Sum("open_amount", filter=IS_CREDIT_NOTE, default=0),
    )


def balances_of(sums: Iterable[tuple[str, Decimal, Decimal, Decimal]]) -> list[Balance]:
    """One per currency in which something is open, the largest first."""
    added: dict[str, Balance] = {}
    for currency, *amounts in sums:
        balance = Balance(*(Money(amount, currency) for amount in amounts))
        added[currency] = added[currency] + balance if currency in added else balance
    found = [balance for balance in added.values() if balance.unpaid or balance.credit]
    return sorted(found, key=lambda balance: (-balance.unpaid.amount, balance.unpaid.currency))


def lines_of(invoice: Invoice) -> QuerySet[InvoiceLine]:
    return InvoiceLine.objects.filter(organisation_id=invoice.organisation_id, invoice=invoice)


def taxes_of(invoice: Invoice) -> QuerySet[TaxBreakdown]:
    return TaxBreakdown.objects.filter(organisation_id=invoice.organisation_id, invoice=invoice)


def payments_for(invoice: Invoice) -> QuerySet[PaymentAllocation]:
    """What has been paid on an invoice, oldest first."""
    return (
        PaymentAllocation.objects.filter(organisation_id=invoice.organisation_id, invoice=invoice)
        .select_related("payment")
        .order_by("payment__received_date", "id")
    )


def corrections_of(by: Actor, invoice: Invoice) -> QuerySet[Invoice]:
    """The credit notes that correct an invoice."""
    return invoices_for(by).filter(corrects=invoice).order_by("issue_date", "id")
