"""What a mail server's refusal means: whether the address is to blame, or something else."""

import re
from smtplib import SMTPRecipientsRefused

PERMANENT = re.compile(rb"5\.\d+\.\d+\b")
# Of RFC 3463 and 7505 those about the recipient: not about the sender, nor a mailbox that is full.
ABOUT_THE_ADDRESS = {b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.6", b"5.1.10", b"5.2.1"}
NO_SUCH_MAILBOX = {550, 551, 553}


def is_refused(error: OSError) -> bool:
    """Whether the recipient's address takes no mail, now and later.

    A server that will not relay for us refuses every address, so where it says more than a
    number, only what it says about the address counts.
    """
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(_is_about_the_address(*answer) for answer in error.recipients.values())


def _is_about_the_address(code: int, words: bytes) -> bool:
    said = PERMANENT.match(words)
    if said is None:
        return code in NO_SUCH_MAILBOX
    return said[0] in ABOUT_THE_ADDRESS
