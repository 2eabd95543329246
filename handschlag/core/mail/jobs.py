from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.core.mail.models import OutgoingMail

BY = system_actor("mail")


@job(queue="mail")
def deliver(*, mail: str) -> None:
    """Hand one mail to the mail server. A repeat carries the same Message-ID."""
    with acting(BY):
        row = OutgoingMail.objects.get(pk=mail)
    if row.state == OutgoingMail.State.SENT:
        return
    try:
        message_of(row).send()
    except OSError as error:
        with acting(BY):
            row.attempts += 1
            row.last_error = str(error)
            row.save(update_fields=["attempts", "last_error"])
        raise
    with acting(BY):
        row.attempts += 1
        row.state, row.sent_at = OutgoingMail.State.SENT, timezone.now()
        row.subject = row.text = row.html = row.last_error = ""
        row.save()


def message_of(row: OutgoingMail) -> EmailMultiAlternatives:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    sender = formataddr((row.sender_name, address)) if row.sender_name else address
    domain = address.rpartition("@")[2]
    headers = {"Message-ID": f"<{row.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        row.subject, row.text, sender, [row.recipient], headers=headers
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    return message
