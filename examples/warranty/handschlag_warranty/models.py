from django.db import models

from handschlag.capabilities.ordering.models import Order
from handschlag.core.isolation import owned
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import OwnedRecord


class Warranty(OwnedRecord):
    """What a customer has registered for an order; one for each order."""

    isolation = owned(retention="commercial_letter", portal_writes=True)

    order = OwnedForeignKey(Order, models.CASCADE, related_name="+")
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "order", name="warranty_warranty_order"),
            models.UniqueConstraint("organisation", "public_id", name="warranty_warranty_public"),
        ]

    def __str__(self) -> str:
        return str(self.order)
