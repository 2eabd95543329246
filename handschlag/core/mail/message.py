"""A mail as it goes to the mail server."""

from collections.abc import Sequence
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from handschlag.core.mail.letters import Letter
from handschlag.core.mail.outbox import one_line
from handschlag.core.mail.pictures import Carried, carried


class Illustrated(EmailMultiAlternatives):
    """Its pictures belong to the HTML part, else mail programs list them as attached files."""

    pictures: Sequence[Carried] = ()

    def message(self, *args: Any, **kwargs: Any) -> Any:
        made: Any = super().message(*args, **kwargs)
        if self.pictures:
            plain, html = made.get_payload()
            made.set_payload([plain, _related(html, self.pictures)])
        return made


def message_of(number: UUID, letter: Letter) -> EmailMultiAlternatives:
    """Asked within `acting` of the system, for the pictures that the letter shows."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    sender = formataddr((letter.sender_name, address)) if letter.sender_name else address
    domain = address.rpartition("@")[2]
    headers = {"Message-ID": f"<{number}@{domain}>", "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
    message = Illustrated(
        one_line(letter.subject), letter.text, sender, [letter.recipient], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
        message.pictures = carried(letter.html)
    return message


def _related(html: Message, pictures: Sequence[Carried]) -> MIMEMultipart:
    whole = MIMEMultipart("related", type="text/html")
    whole.attach(html)
    for picture in pictures:
        part = MIMEImage(picture.png, "png")
        part["Content-ID"] = f"<{picture.content_id}>"
        part["Content-Disposition"] = "inline"
        whole.attach(part)
    return whole
