from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.core.addresses import address_of_record
from handschlag.core.files.models import StoredFile
from handschlag.core.finding import number_indexes
from handschlag.core.isolation import owned
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.core.money import (
    AmountField,
    CurrencyField,
    QuantityField,
    UnitPriceField,
)
from handschlag.platform.organisations.models import OwnedPart, OwnedRecord, Site

RETENTION = "invoice"


class Invoice(OwnedRecord):
    """An invoice or credit note as issued, by EN 16931; totals are stored, never recomputed.

    Amounts of a credit note are positive, as on paper. `open_amount` is
    what is still to be paid or, on a credit note, to be used.
    """

    isolation = owned(retention=RETENTION)

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    site = OwnedForeignKey(Site, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INVOICE)
    number = models.CharField(_("Invoice number"), max_length=40)
    issue_date = models.DateField(_("Date"))
    due_date = models.DateField(_("Due"), null=True, blank=True)
    order = OwnedForeignKey(Order, null=True, blank=True, related_name="invoices")
    corrects = OwnedForeignKey("self", null=True, blank=True, related_name="credit_notes")
    customer_reference = models.CharField(max_length=80, blank=True)
    currency = CurrencyField()
    line_total = AmountField()
    allowance_amount = AmountField(default=0)
    net_amount = AmountField()
    tax_amount = AmountField()
    gross_amount = AmountField()
    prepaid_amount = AmountField(default=0)
    payable_amount = AmountField()
    open_amount = AmountField()
    discount_date = models.DateField(null=True, blank=True)
    discount_amount = AmountField(default=0)
    seller = models.JSONField(default=dict, blank=True)
    buyer_address = models.JSONField(default=dict, blank=True)
    document = OwnedForeignKey(StoredFile, null=True, blank=True, related_name="+")
    as_of = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="billing_invoice_number"),
            models.UniqueConstraint("organisation", "public_id", name="billing_invoice_public"),
            models.CheckConstraint(
                name="billing_invoice_payable_adds_up",
                condition=Q(payable_amount=F("gross_amount") - F("prepaid_amount")),
            ),
        ]
        indexes = [
            *number_indexes("billing_invoice"),
            models.Index(
                "organisation",
                F("issue_date").desc(),
                F("id").desc(),
                name="billing_invoice_newest",
            ),
            models.Index(
                "organisation",
                "due_date",
                condition=~Q(open_amount=0),
                name="billing_invoice_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of_record("billing:detail", self.public_id)


class InvoiceLine(OwnedPart):
    isolation = owned(retention=RETENTION)

    invoice = OwnedForeignKey(Invoice, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    order_line = OwnedForeignKey(
        OrderLine, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    article_number = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=250)
    quantity = QuantityField()
    unit = models.CharField(max_length=3, default="C62")
    unit_price = UnitPriceField()
    net_amount = AmountField()
    tax_category = models.CharField(max_length=2)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "invoice", "position", name="billing_invoiceline_position"
            )
        ]
        # By the invoice alone, a line of a long one would be looked for among all its lines.
        indexes = [models.Index("invoice", "position", name="billing_invoiceline_place")]

    def __str__(self) -> str:
        return f"{self.position} {self.description}"


class TaxBreakdown(OwnedPart):
    """BG-23 of EN 16931: one row per tax category and rate of an invoice."""

    isolation = owned(retention=RETENTION)

    invoice = OwnedForeignKey(Invoice, models.CASCADE, related_name="taxes")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=5, decimal_places=2)
    taxable_amount = AmountField()
    tax_amount = AmountField()
    exemption_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-rate"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "invoice", "category", "rate", name="billing_taxbreakdown_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.rate}"


class Payment(OwnedRecord):
    """Money received, as the ERP has posted it."""

    isolation = owned(retention=RETENTION)

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        DIRECT_DEBIT = "direct_debit", _("Direct debit")
        CARD = "card", _("Card")
        OFFSET = "offset", _("Offset")

    number = models.CharField(max_length=40)
    received_date = models.DateField()
    amount = AmountField()
    currency = CurrencyField()
    method = models.CharField(max_length=12, choices=Method, default=Method.TRANSFER)
    reference = models.CharField(max_length=140, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="billing_payment_number"),
            models.UniqueConstraint("organisation", "public_id", name="billing_payment_public"),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentAllocation(OwnedPart):
    """The part of a payment that settles one invoice."""

    isolation = owned(retention=RETENTION)

    payment = OwnedForeignKey(Payment, models.CASCADE, related_name="allocations")
    invoice = OwnedForeignKey(Invoice, models.CASCADE, related_name="allocations")
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "payment", "invoice", name="billing_paymentallocation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}:{self.invoice_id}"


class Booking(OwnedRecord):
    """An entry on the account that is neither invoice nor payment, e.g. an adjustment."""

    isolation = owned(retention=RETENTION)

    number = models.CharField(max_length=40)
    booked_date = models.DateField()
    text = models.CharField(max_length=250)
    amount = AmountField()
    currency = CurrencyField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="billing_booking_number"),
            models.UniqueConstraint("organisation", "public_id", name="billing_booking_public"),
        ]

    def __str__(self) -> str:
        return self.number
