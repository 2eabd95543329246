"""Entries as the events that they record."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from handschlag.core.journal.events import Event, event_class, personal_fields
from handschlag.core.journal.models import JournalEntry, JournalValue


def entry_with(number: int) -> JournalEntry:
    return JournalEntry.objects.get(id=number)


def entries_with(numbers: Iterable[int]) -> dict[int, JournalEntry]:
    return {entry.id: entry for entry in JournalEntry.objects.filter(id__in=list(numbers))}


def event_of(entry: JournalEntry) -> Event:
    """Personal fields hold what the entry holds: their hashes."""
    return event_class(entry.kind, entry.version)(**entry.body)


def sentences_of(entries: Iterable[JournalEntry]) -> dict[int, str]:
    """What each entry says, in the reader's language; what was erased reads so."""
    entries = list(entries)
    private: dict[int, dict[str, str]] = defaultdict(dict)
    known = JournalValue.objects.filter(entry_id__in=[entry.id for entry in entries])
    for number, path, value in known.values_list("entry_id", "path", "value"):
        private[number][path] = value
    return {entry.id: _sentence(entry, private[entry.id]) for entry in entries}


def _sentence(entry: JournalEntry, private: dict[str, str]) -> str:
    kind = event_class(entry.kind, entry.version)
    erased = dict.fromkeys(personal_fields(kind), _("(erased)"))
    return str(kind.sentence) % {**entry.body, **erased, **private}


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
