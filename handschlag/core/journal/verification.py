"""Finds every change of what has been sealed, without trusting what it reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from handschlag.core.journal.digests import CONTENT, PARTITION, TRANSACTION
from handschlag.core.journal.models import JournalSeal
from handschlag.core.journal.sealing import hash_of

# The base of an entry says by which counting of transactions its number is meant.
PLACED = f"""
with base as materialized (
    select base_id, max(until_transaction) as until from core_journal_seal group by base_id
)
select seal.number,
    case when base.until is null then exists (select from base) else {TRANSACTION} < base.until end,
    count(*), min(entry.id), max(entry.id), {CONTENT}
from core_journal entry
left join lateral (
    select base_id, until from base where base.base_id < entry.id order by base_id desc limit 1
) base on true
left join lateral (
    select number from core_journal_seal
    where partition = {PARTITION} and base_id = base.base_id
      and from_transaction <= {TRANSACTION} and until_transaction > {TRANSACTION}
    order by from_transaction desc limit 1
) seal on true
group by 1, 2
"""
# What a person's erasure leaves out is no change; what stands there must be what was said.
VALUES = """
select value.entry_id, value.path
from core_journal_value value join core_journal entry on entry.id = value.entry_id
where entry.body ->> value.path is distinct from
        encode(sha256(value.salt || convert_to(value.value, 'UTF8')), 'hex')
   or value.organisation_id is distinct from entry.organisation_id
order by 1, 2
"""
GONE = "select partition from unnest(%s::text[]) as partition where to_regclass(partition) is null"


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries as they are now, as many as a seal or the tail covers."""

    entries: int = 0
    first_id: int = 0
    last_id: int = 0
    content: str = ""


@dataclass(slots=True)
class Report:
    """`changes` are sentences, none for a journal that is as it was sealed.

    `tail` is what no seal covers, about which nothing is said; entries of `dropped` partitions are
    known by their seals alone.
    """

    sealed: int = 0
    seals: int = 0
    head: str = ""
    tail: Batch = field(default_factory=Batch)
    dropped: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def verify(known_head: str = "") -> Report:
    """Compare the journal with its seals, and the seals with a head that was kept elsewhere."""
    seals = list(JournalSeal.objects.order_by("number"))
    placed, late, tail = _placed()
    dropped = _dropped(seals)
    report = Report(seals=len(seals), tail=tail, dropped=dropped)
    report.head = str(seals[-1]) if seals else ""
    report.sealed = sum(seal.entries for seal in seals if seal.partition not in dropped)
    report.changes += _broken_chain(seals)
    report.changes += _unlike_head(seals, known_head)
    report.changes += _unlike_seals(seals, placed, dropped)
    if late.entries:
        report.changes.append(
            f"{late.entries} entries stand where all was sealed, ids {late.first_id} to"
            f" {late.last_id}: they came later or have been changed"
        )
    report.changes += _changed_values()
    return report


def _placed() -> tuple[dict[int, Batch], Batch, Batch]:
    """The entries by the number of their seal, those that should have one, and the tail."""
    by_seal: dict[int, Batch] = {}
    rest = {True: Batch(), False: Batch()}
    with connection.cursor() as cursor:
        cursor.execute(PLACED)
        for number, is_late, *batch in cursor.fetchall():
            if number is None:
                rest[is_late] = Batch(*batch)
            else:
                by_seal[number] = Batch(*batch)
    return by_seal, rest[True], rest[False]


def _dropped(seals: list[JournalSeal]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(GONE, [sorted({seal.partition for seal in seals})])
        return [name for (name,) in cursor.fetchall()]


def _broken_chain(seals: list[JournalSeal]) -> Iterator[str]:
    previous = ""
    for number, seal in enumerate(seals, start=1):
        if seal.number != number:
            yield f"seal {number} is missing"
            return
        if seal.previous != previous:
            yield f"seal {number} does not follow seal {number - 1}"
        if seal.hash != hash_of(seal):
            yield f"seal {number} has been changed"
        previous = seal.hash


def _unlike_head(seals: list[JournalSeal], known_head: str) -> Iterator[str]:
    if known_head and known_head not in map(str, seals):
        yield f"there is no seal {known_head}: what it covered was taken away or made anew"


def _unlike_seals(
    seals: list[JournalSeal], placed: dict[int, Batch], dropped: list[str]
) -> Iterator[str]:
    for seal in seals:
        said = Batch(seal.entries, seal.first_id, seal.last_id, seal.content)
        found = placed.get(seal.number, Batch())
        if found != said and (seal.partition not in dropped or found.entries):
            yield (
                f"seal {seal.number} covers {said.entries} entries, ids {said.first_id} to"
                f" {said.last_id}; there are {found.entries}, and not as they were"
            )


def _changed_values() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(VALUES)
        for entry, path in cursor.fetchall():
            yield f"the value '{path}' of entry {entry} is not the one that was recorded"
