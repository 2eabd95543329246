"""Entries as the events that they record."""

from collections.abc import Iterable

from handschlag.core.journal.events import Event, event_class
from handschlag.core.journal.models import JournalEntry


def entry_with(number: int) -> JournalEntry:
    return JournalEntry.objects.get(id=number)


def entries_with(numbers: Iterable[int]) -> dict[int, JournalEntry]:
    return {entry.id: entry for entry in JournalEntry.objects.filter(id__in=list(numbers))}


def event_of(entry: JournalEntry) -> Event:
    """Personal fields hold what the entry holds: their hashes."""
    return event_class(entry.kind, entry.version)(**entry.body)


def entry_before(entry: JournalEntry, kinds: Iterable[type[Event]]) -> JournalEntry | None:
    """The last one of these kinds about the same subject that was written before."""
    return (
        JournalEntry.objects.filter(
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            kind__in=[kind.kind for kind in kinds],
            id__lt=entry.id,
        )
        .order_by("-id")
        .first()
    )
