"""Letters that are written at the moment they leave, so that they say what holds then."""

from collections.abc import Callable
from dataclasses import dataclass

from handschlag.core.capability import contributions
from handschlag.core.mail.models import OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail; at `unsubscribe_url` its reader chooses what to get."""

    recipient: str
    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    unsubscribe_url: str = ""


Writer = Callable[[int], Letter | None]


def letter_of(mail: OutgoingMail) -> Letter | None:
    """None when there is nobody left who should be told; asked within `acting` of the system.

    A writer is what a room contributes in `letters`, by name; it is given the mail's reference.
    """
    if mail.letter:
        return writers()[mail.letter](mail.reference or 0)
    return Letter(
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        sender_name=mail.sender_name,
    )


def writers() -> dict[str, Writer]:
    return {
        name: write for _, offered in contributions("letters") for name, write in offered.items()
    }
