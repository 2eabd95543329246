"""The one append-only record of all actions."""

from handschlag.core.journal.events import Event, Subject, event, event_class, personal, subject_of
from handschlag.core.journal.record import quietly, record, record_set

__all__ = [
    "Event",
    "Subject",
    "event",
    "event_class",
    "personal",
    "quietly",
    "record",
    "record_set",
    "subject_of",
]
