from handschlag.core.actions.models import IdempotencyKey
from handschlag.core.files.models import StoredFile
from handschlag.core.journal.models import JournalEntry, JournalSeal, JournalValue
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.references import ExternalReference

__all__ = [
    "ExternalReference",
    "IdempotencyKey",
    "JournalEntry",
    "JournalSeal",
    "JournalValue",
    "OutgoingMail",
    "StoredFile",
]
