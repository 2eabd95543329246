from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from handschlag.capabilities.ordering.models import Order
from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag_warranty.events import WarrantyRegistered
from handschlag_warranty.models import Warranty
from handschlag_warranty.rules import may_register

YEARS = 5
OPEN_FOR = timedelta(days=90)


def is_open(order: Order, now: datetime) -> bool:
    """Whether a warranty can still be registered for the order."""
    return now - order.ordered_at <= OPEN_FOR


class NotPossibleError(Exception):
    """The order has its warranty already, or is too old for one."""


@action(may_register)
def register_warranty(by: Actor, *, order: Order) -> Outcome[Warranty]:
    """Register `order`. Raises NotPossibleError."""
    now = timezone.now()
    if not is_open(order, now):
        raise NotPossibleError
    warranty, is_new = Warranty.objects.get_or_create(
        organisation_id=order.organisation_id,
        order=order,
        defaults={
            "registered_by_id": by.person_id,
            "registered_at": now,
            "ends_on": timezone.localdate(order.ordered_at) + relativedelta(years=YEARS),
        },
    )
    if not is_new:
        raise NotPossibleError
    event = WarrantyRegistered(ends_on=warranty.ends_on.isoformat())
    return Outcome(warranty, event, subject_of(warranty))
