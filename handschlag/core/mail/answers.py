"""What a mail server's refusal means: whether the address is to blame, or something else."""

import re
from smtplib import SMTPRecipientsRefused

PERMANENT = re.compile(rb"5\.(\d+)\.\d+\b")
ADDRESS, MAILBOX = b"1", b"2"
NO_SUCH_MAILBOX = {550, 551, 552, 553}


def is_refused(error: OSError) -> bool:
    """Whether the recipient's address takes no mail, now and later.

    A server that will not relay for us refuses every address, so where it says more than a
    number (RFC 3463), only what it says about the address or its mailbox counts.
    """
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(_is_about_the_address(*answer) for answer in error.recipients.values())


def _is_about_the_address(code: int, words: bytes) -> bool:
    said = PERMANENT.match(words)
    if said is None:
        return code in NO_SUCH_MAILBOX
    return said[1] in {ADDRESS, MAILBOX}
