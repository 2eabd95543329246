from django.db.models.expressions import RawSQL

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.mail.models import OutgoingMail


def mails() -> list[OutgoingMail]:
    """In the order in which they were queued; within one transaction all have the same time."""
    with acting(system_actor("test")):
        return list(OutgoingMail.objects.order_by("queued_at", RawSQL("cmin::text::int", ())))


def code_in(mail: OutgoingMail) -> str:
    return mail.subject.split()[0]
