"""How the mails of the last weeks fared, for those who run the house."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from handschlag.core.mail.models import OutgoingMail

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """`refused` were sent to addresses that take no mail, `failed` were given up after a day."""

    sent: int
    refused: int
    failed: int


def deliveries() -> Deliveries:
    lately = OutgoingMail.objects.filter(queued_at__gte=timezone.now() - LATELY)
    states = ("sent", "refused", "failed")
    return Deliveries(
        **lately.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in states})
    )
