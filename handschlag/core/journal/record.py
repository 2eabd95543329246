"""Writes entries. Only `core.actions` and the adapters of allauth call this."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from handschlag.core.actor import Actor
from handschlag.core.journal.events import Event, Subject, split
from handschlag.core.live.calls import ABOUT_RIGHTS, CALL, CALL_SET
from handschlag.core.reactions import queue_reactions

ACTOR_COLUMNS = (
    "actor_kind, person_id, membership_id, on_behalf_of_id, organisation_id, portal_id, channel"
)
# The number is drawn apart: `returning` would need the right to read, which `gate` lacks.
INSERT = f"""
with number (id) as materialized (select coalesce(%s, nextval('core_journal_number'))),
entry as (insert into core_journal (
    id, occurred_at, kind, version, {ACTOR_COLUMNS},
    subject_kind, subject_id, cause_id, origin, quiet, body)
select id, now(), %s, %s, %s, %s::bigint, %s::bigint, %s::bigint, %s::bigint,
    %s::bigint, %s, %s, %s, %s::bigint, %s, %s, %s::jsonb from number)
select id from number
"""
INSERT_VALUE = """
insert into core_journal_value (entry_id, organisation_id, path, value, salt)
values (%s, %s, %s, %s, %s)
"""
INSERT_SET = f"""
insert into core_journal (
    id, occurred_at, kind, version, {ACTOR_COLUMNS},
    subject_kind, subject_id, cause_id, origin, quiet, body)
select nextval('core_journal_number'), entry.occurred_at, %s, %s,
    %s, %s::bigint, %s::bigint, %s::bigint, entry.organisation_id, %s::bigint, %s,
    %s, entry.subject_id, %s::bigint, %s, %s, entry.body
from ({{select}}) as entry (organisation_id, subject_id, occurred_at, body)
"""


_is_history: ContextVar[bool] = ContextVar("handschlag_is_history", default=False)


@dataclass(frozen=True, slots=True)
class EntrySet:
    """One entry per row of `select`: organisation_id, subject_id, occurred_at, body jsonb."""

    kind: type[Event]
    subject_kind: str
    select: str
    parameters: list[Any] = field(default_factory=list)


@contextmanager
def quietly() -> Iterator[None]:
    """Every entry of the block is quiet: what it records has happened long ago."""
    token = _is_history.set(True)
    try:
        yield
    finally:
        _is_history.reset(token)


def reserve_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('core_journal_number')")
        return int(cursor.fetchone()[0])


def record(
    by: Actor,
    entry: Event,
    *,
    subject: Subject,
    entry_id: int | None = None,
    cause_id: int | None = None,
    quiet: bool = False,
) -> int:
    """Write one entry in the current transaction and return its id."""
    quiet = quiet or _is_history.get()
    body, private = split(entry)
    salts = {path: secrets.token_bytes(16) for path in private}
    body |= {path: _digest(salts[path], value) for path, value in private.items()}
    who: list[Any] = [by.kind, by.person_id, by.membership_id, by.on_behalf_of_id]
    where: list[Any] = [by.organisation_id, by.portal_id, by.channel]
    about: list[Any] = [subject.kind, subject.id, cause_id, by.channel, quiet, _json(body)]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [entry_id, entry.kind, entry.version, *who, *where, *about])
        number = int(cursor.fetchone()[0])
        for path, value in private.items():
            cursor.execute(INSERT_VALUE, [number, by.organisation_id, path, value, salts[path]])
        if not quiet:
            cursor.execute(CALL, [subject.kind, subject.id, ABOUT_RIGHTS in entry.traits])
    if not quiet:
        queue_reactions(type(entry), [(number, subject)])
    return number


def record_set(by: Actor, entries: EntrySet, *, cause_id: int, quiet: bool) -> int:
    """Write one entry for each row of a select, set-based, and return how many."""
    kind, quiet = entries.kind, quiet or _is_history.get()
    who: list[Any] = [by.kind, by.person_id, by.membership_id, by.on_behalf_of_id]
    tail: list[Any] = [by.portal_id, by.channel, entries.subject_kind, cause_id, by.channel, quiet]
    values = [kind.kind, kind.version, *who, *tail, *entries.parameters]
    statement = INSERT_SET.format(select=entries.select)
    with connection.cursor() as cursor:
        if quiet:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
        cursor.execute(f"{statement} returning id, subject_id", values)
        written = cursor.fetchall()
        calls = CALL_SET.format(select=entries.select)
        about: list[Any] = [entries.subject_kind, ABOUT_RIGHTS in kind.traits]
        cursor.execute(calls, [*about, *entries.parameters])
    queue_reactions(kind, [(n, Subject(entries.subject_kind, subject)) for n, subject in written])
    return len(written)


def _digest(salt: bytes, value: str) -> str:
    return hashlib.sha256(salt + value.encode()).hexdigest()


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True)
