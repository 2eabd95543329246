"""What has happened with an organisation, over all rooms, from the journal."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict

from handschlag.core.actor import Actor
from handschlag.core.journal.events import ROUTINE, event_classes
from handschlag.core.journal.models import JournalEntry
from handschlag.core.journal.reading import sentences_of
from handschlag.core.moments import as_of
from handschlag.core.ui.components import Pager, TimelineItem
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rights import declared_rights

PAGE_SIZE = 20
SALT = "handschlag.desk.timeline"


@dataclass(frozen=True, slots=True)
class Timeline:
    items: list[TimelineItem]
    pager: Pager


def timeline(by: Actor, organisation: Organisation, query: QueryDict) -> Timeline:
    """A page by business time, the newest first; raises BadRequest for an invented cursor."""
    entries = JournalEntry.objects.filter(organisation_id=organisation.pk, kind__in=_kinds(by))
    if "after" in query:
        entries = entries.filter(_beyond(query.get("after", "")))
    page = list(entries.order_by("-occurred_at", "-id")[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    older = f"?after={_cursor(shown[-1])}#timeline" if page[PAGE_SIZE:] else ""
    newest = "?#timeline" if "after" in query else ""
    return Timeline(_items(shown), Pager(older, newest))


def _kinds(by: Actor) -> list[str]:
    """Of rooms that a right to read opens, the entries are for those who hold it."""
    rights = [right for right in declared_rights() if right.endswith(".read")]
    closed = {right.split(".")[0] for right in rights if right not in by.rights}
    told = [event for event in event_classes() if ROUTINE not in event.traits]
    return sorted({event.kind for event in told if event.kind.split(".")[0] not in closed})


def _beyond(cursor: str) -> Q:
    try:
        moment, number = signing.loads(cursor, salt=SALT)
    except signing.BadSignature as error:
        raise BadRequest("cursor") from error
    return Q(occurred_at__lte=moment) & (Q(occurred_at__lt=moment) | Q(id__lt=number))


def _cursor(entry: JournalEntry) -> str:
    return signing.dumps([entry.occurred_at.isoformat(), entry.id], salt=SALT)


def _items(entries: list[JournalEntry]) -> list[TimelineItem]:
    sentences, names = sentences_of(entries), _names(entries)
    return [
        TimelineItem(
            sentences[entry.id], as_of(entry.occurred_at), text=names.get(entry.person_id, "")
        )
        for entry in entries
    ]


def _names(entries: Iterable[JournalEntry]) -> dict[int | None, str]:
    people = {entry.person_id for entry in entries if entry.person_id is not None}
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
