"""What the journal holds on a person, told to them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q

from handschlag.core.journal.events import Subject
from handschlag.core.journal.models import JournalEntry, JournalValue


def entries_on(subject: Subject, person_id: int) -> list[dict[str, Any]]:
    """What happened to `subject`, who is a person, and what they did; the oldest first.

    Names, addresses and texts stand with their entry, save where it is about another person.
    """
    happened = Q(subject_kind=subject.kind, subject_id=subject.id)
    entries = list(JournalEntry.objects.filter(happened | Q(person_id=person_id)).order_by("id"))
    own = [e.id for e in entries if e.subject_kind != subject.kind or e.subject_id == subject.id]
    values: dict[int, dict[str, str]] = defaultdict(dict)
    known = JournalValue.objects.filter(Q(entry_id__in=own))
    for number, path, value in known.values_list("entry_id", "path", "value"):
        values[number][path] = value
    return [
        {
            "occurred_at": entry.occurred_at,
            "kind": entry.kind,
            "is_by_person": entry.person_id == person_id,
            "channel": entry.channel,
            "values": values[entry.id],
        }
        for entry in entries
    ]
