from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.core.addresses import address_of_record
from handschlag.core.finding import number_indexes
from handschlag.core.isolation import owned
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.core.money import (
    AmountField,
    CurrencyField,
    QuantityField,
    UnitPriceField,
)
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import OwnedPart, OwnedRecord, Site

RETENTION = "commercial_letter"


class Progress(models.TextChoices):
    """How far an order or a line has come, in the customer's words."""

    RECEIVED = "received", pgettext_lazy("progress", "Received")
    CONFIRMED = "confirmed", pgettext_lazy("progress", "Confirmed")
    IN_PROGRESS = "in_progress", pgettext_lazy("progress", "In progress")
    PARTLY_SHIPPED = "partly_shipped", pgettext_lazy("progress", "Partly shipped")
    SHIPPED = "shipped", pgettext_lazy("progress", "Shipped")
    DELIVERED = "delivered", pgettext_lazy("progress", "Delivered")
    CANCELLED = "cancelled", pgettext_lazy("progress", "Cancelled")


class Order(OwnedRecord):
    """What an organisation has ordered; totals are as issued, never computed again."""

    isolation = owned(retention=RETENTION)

    site = OwnedForeignKey(Site, null=True, blank=True, related_name="+")
    number = models.CharField(_("Order number"), max_length=40)
    customer_reference = models.CharField(_("Your reference"), max_length=80, blank=True)
    cost_centre = models.CharField(_("Cost centre"), max_length=80, blank=True)
    progress = models.CharField(max_length=16, choices=Progress, default=Progress.RECEIVED)
    ordered_at = models.DateTimeField(_("Ordered on"))
    changed_at = models.DateTimeField()
    expected_date = models.DateField(null=True, blank=True)
    expected_origin = models.CharField(max_length=80, blank=True)
    ordered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ordered_by_name = models.CharField(max_length=120, blank=True)
    currency = CurrencyField()
    net_amount = AmountField()
    tax_amount = AmountField()
    gross_amount = AmountField()
    delivery_address = models.JSONField(default=dict, blank=True)
    invoice_address = models.JSONField(default=dict, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="ordering_order_number"),
            models.UniqueConstraint("organisation", "public_id", name="ordering_order_public"),
        ]
        indexes = [
            models.Index(
                "organisation", F("ordered_at").desc(), F("id").desc(), name="ordering_order_newest"
            ),
            *number_indexes("ordering_order"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of_record("ordering:detail", self.public_id)


class OrderLine(OwnedPart):
    isolation = owned(retention=RETENTION)

    order = OwnedForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    article_number = models.CharField(max_length=60)
    customer_article_number = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=250)
    quantity = QuantityField()
    shipped_quantity = QuantityField(default=0)
    delivered_quantity = QuantityField(default=0)
    invoiced_quantity = QuantityField(default=0, db_default=0)
    unit = models.CharField(max_length=3, default="C62")
    unit_price = UnitPriceField()
    net_amount = AmountField()
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    progress = models.CharField(max_length=16, choices=Progress, default=Progress.RECEIVED)
    expected_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "order", "position", name="ordering_orderline_position"
            ),
            models.CheckConstraint(
                name="ordering_orderline_shipped_first",
                condition=Q(delivered_quantity__lte=F("shipped_quantity")),
            ),
        ]
        # By the order alone, a line of a long order would be looked for among all its lines.
        indexes = [models.Index("order", "position", name="ordering_orderline_place")]

    def __str__(self) -> str:
        return f"{self.position} {self.article_number}"


class Shipment(OwnedRecord):
    """One parcel or pallet run; `tracking_url` leads to the carrier.

    `order_line_ids` comes with `queries.shipments_of`: the order lines that it carried.
    """

    order_line_ids: list[int]

    isolation = owned(retention=RETENTION)

    order = OwnedForeignKey(Order, models.CASCADE, related_name="shipments")
    number = models.CharField(max_length=40)
    carrier = models.CharField(max_length=60)
    tracking_number = models.CharField(max_length=60, blank=True)
    tracking_url = models.URLField(max_length=300, blank=True)
    shipped_at = models.DateTimeField()
    expected_date = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["shipped_at", "id"]
        constraints = [
            models.UniqueConstraint("organisation", "number", name="ordering_shipment_number"),
            models.UniqueConstraint("organisation", "public_id", name="ordering_shipment_public"),
        ]

    def __str__(self) -> str:
        return self.number


class ShipmentLine(OwnedPart):
    isolation = owned(retention=RETENTION)

    shipment = OwnedForeignKey(Shipment, models.CASCADE, related_name="lines")
    order_line = OwnedForeignKey(OrderLine, models.CASCADE, related_name="shipment_lines")
    quantity = QuantityField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "shipment", "order_line", name="ordering_shipmentline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}:{self.order_line_id}"
