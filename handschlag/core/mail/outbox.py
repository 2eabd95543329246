"""The one way to send a mail."""

import uuid

from django.db import connection

INSERT = """
insert into core_outgoingmail
    (id, recipient, subject, text, html, sender_name, state, attempts, last_error, queued_at)
values (%s, %s, %s, %s, %s, %s, 'queued', 0, '', now())
"""


def send(recipient: str, subject: str, text: str, *, html: str = "", sender_name: str = "") -> None:
    """Queue one mail; it leaves after the current transaction has been committed."""
    from handschlag.core.mail.jobs import deliver

    number = uuid.uuid4()
    one_line = " ".join(subject.split())
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [number, recipient, one_line, text, html, sender_name])
    deliver.defer(mail=str(number))
