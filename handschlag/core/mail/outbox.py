"""The one way to send a mail."""

import uuid
from collections.abc import Mapping, Sequence

from django.core.validators import validate_email
from django.db import connection
from django.db.models import Q

from handschlag.core.mail.models import OutgoingMail

MAX_SUBJECT = 250
MAX_SENDER = 120

INSERT = """
insert into core_outgoingmail
    (id, recipient, subject, text, html, sender_name, letter, reference,
    state, attempts, last_error, queued_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, 'queued', 0, '', now())
"""


def send(recipient: str, subject: str, text: str, *, html: str = "", sender_name: str = "") -> None:
    """Queue one mail; it leaves after the current transaction has been committed.

    Raises ValidationError for a recipient that is no address. Line breaks in subject and name
    become spaces, so nothing that a person typed begins a header.
    """
    validate_email(recipient)
    sender = one_line(sender_name)[:MAX_SENDER]
    _queue(recipient, one_line(subject)[:MAX_SUBJECT], text, html, sender, "", None)


def send_letter(letter: str, reference: int) -> None:
    """As `send`, for a mail that the room's contribution `letters` writes when it leaves."""
    _queue("", "", "", "", "", letter, reference)


def mails_to(address: str) -> Sequence[Mapping[str, object]]:
    """That they were sent, without their words: those of a mail that waits can hold a code."""
    mails = OutgoingMail.objects.filter(Q(recipient__iexact=address)).order_by("queued_at")
    return list(mails.values("recipient", "state", "queued_at", "sent_at"))


def forget(address: str) -> None:
    """Take out every mail to that address, also those that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from core_outgoingmail where lower(recipient) = lower(%s)", [address]
        )


def one_line(text: str) -> str:
    return " ".join(text.split())


def _queue(*content: str | int | None) -> None:
    from handschlag.core.mail.jobs import deliver

    number = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [number, *content])
    deliver.defer(mail=str(number))
