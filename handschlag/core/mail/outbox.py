"""The one way to send a mail."""

import uuid

from django.core.validators import validate_email
from django.db import connection

MAX_SUBJECT = 250
MAX_SENDER = 120

INSERT = """
insert into core_outgoingmail
    (id, recipient, subject, text, html, sender_name, state, attempts, last_error, queued_at)
values (%s, %s, %s, %s, %s, %s, 'queued', 0, '', now())
"""


def send(recipient: str, subject: str, text: str, *, html: str = "", sender_name: str = "") -> None:
    """Queue one mail; it leaves after the current transaction has been committed.

    Raises ValidationError for a recipient that is no address. Line breaks in subject and name
    become spaces, so nothing that a person typed begins a header.
    """
    from handschlag.core.mail.jobs import deliver

    validate_email(recipient)
    number = uuid.uuid4()
    content = [_one_line(subject)[:MAX_SUBJECT], text, html, _one_line(sender_name)[:MAX_SENDER]]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [number, recipient, *content])
    deliver.defer(mail=str(number))


def _one_line(text: str) -> str:
    return " ".join(text.split())
