"""`handschlag mail`: whether the mail server does what it should."""

import sys
from smtplib import SMTP
from typing import Annotated

import typer

from handschlag.cli.house import refusals_in_words

app = typer.Typer(help="Try the mail server.", no_args_is_help=True)

SUBJECT = "Test mail of your portal"
TEXT = "This mail was sent by `handschlag mail test`. The mail server takes mails of the portal.\n"
FIRST_REFUSAL = 400


@app.callback()
def group() -> None:
    """Try the mail server."""


@app.command()
def test(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Who gets the mail.")],
) -> None:
    """Send one mail at once, and say what the server answered."""
    with refusals_in_words():
        from django.conf import settings
        from django.core.mail import get_connection
        from django.core.validators import validate_email

        validate_email(address)
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection() as backend:
            code, words = _handed_over(backend.connection, address)  # type: ignore[attr-defined]
    except OSError as error:
        sys.exit(f"{server} did not take the mail: {error}")
    answer = f"{code} {words.decode(errors='replace')}"
    if code >= FIRST_REFUSAL:
        sys.exit(f"{server} did not take the mail: {answer}")
    typer.echo(f"{server} took the mail to {address}: {answer}")


def _handed_over(server: SMTP, address: str) -> tuple[int, bytes]:
    """What the server said last: to the mail, or to the sender or recipient it would not have."""
    from email.utils import parseaddr
    from uuid import uuid4

    from django.conf import settings

    from handschlag.core.mail.letters import Letter
    from handschlag.core.mail.message import message_of

    message = message_of(uuid4(), Letter(recipient=address, subject=SUBJECT, text=TEXT))
    server.ehlo_or_helo_if_needed()
    code, words = server.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if code < FIRST_REFUSAL:
        code, words = server.rcpt(address)
    if code < FIRST_REFUSAL:
        code, words = server.data(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
    return code, words
