"""Seals what nobody can still add to: entries of transactions that have all ended."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from handschlag.core.journal.digests import CONTENT, PARTITION
from handschlag.core.journal.models import JournalSeal

SETTLED = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
BATCH = f"""
select {PARTITION}, count(*), min(entry.id), max(entry.id), {CONTENT}
from core_journal entry
where entry.id > %s and entry.transaction >= %s::text::xid8 and entry.transaction < %s::text::xid8
group by 1 order by 1
"""
OLDEST_UNSEALED = """
select coalesce(extract(epoch from now() - min(recorded_at)), 0)::bigint
from core_journal where id > %s and transaction >= %s::text::xid8
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the seals go: entries above `base_id`, of transactions before `until`."""

    base_id: int
    until: int


def seal() -> list[JournalSeal]:
    """Seal what has come since the last seal, one seal per partition; nothing new, no seal."""
    last = JournalSeal.objects.order_by("-number").first()
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        settled = int(cursor.fetchone()[0])
        reach = _reach(last, settled)
        cursor.execute(BATCH, [reach.base_id, str(reach.until), str(settled)])
        found = cursor.fetchall()
    seals: list[JournalSeal] = []
    for batch in found:
        last = _next(last, reach, settled, batch)
        last.save(force_insert=True)
        seals.append(last)
    return seals


def head() -> JournalSeal | None:
    return JournalSeal.objects.order_by("-number").first()


def unsealed_seconds() -> int:
    """The age of the oldest entry that no seal covers."""
    last = head()
    reach = Reach(last.base_id, last.until_transaction) if last else Reach(0, 0)
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_UNSEALED, [reach.base_id, str(reach.until)])
        return int(cursor.fetchone()[0])


def hash_of(seal: JournalSeal) -> str:
    """Over the one before and everything that this one says, as JSON in this order."""
    said = [
        seal.previous,
        seal.number,
        seal.partition,
        seal.base_id,
        seal.from_transaction,
        seal.until_transaction,
        seal.entries,
        seal.first_id,
        seal.last_id,
        seal.content,
        seal.sealed_at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _reach(last: JournalSeal | None, settled: int) -> Reach:
    if last is None:
        return Reach(0, 0)
    if settled >= last.until_transaction:
        return Reach(last.base_id, last.until_transaction)
    # Restored from a dump: transactions are counted anew, ids go on.
    return Reach(JournalSeal.objects.order_by("-last_id")[0].last_id, 0)


def _next(
    last: JournalSeal | None, reach: Reach, settled: int, batch: tuple[Any, ...]
) -> JournalSeal:
    partition, entries, first_id, last_id, content = batch
    seal = JournalSeal(
        number=last.number + 1 if last else 1,
        partition=partition,
        base_id=reach.base_id,
        from_transaction=reach.until,
        until_transaction=settled,
        entries=entries,
        first_id=first_id,
        last_id=last_id,
        content=content,
        previous=last.hash if last else "",
        sealed_at=timezone.now(),
    )
    seal.hash = hash_of(seal)
    return seal
