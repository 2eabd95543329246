"""Writes entries. Only `core.actions` and the adapters of allauth call this."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from handschlag.core.actor import Actor
from handschlag.core.journal.events import Event, Subject, split
from handschlag.core.live.calls import ABOUT_RIGHTS, CALL, CALL_SET

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


@dataclass(frozen=True, slots=True)
class EntrySet:
    """One entry per row of `select`: organisation_id, subject_id, occurred_at, body jsonb."""

    kind: type[Event]
    subject_kind: str
    select: str
    parameters: list[Any] = field(default_factory=list)


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
    return number


def record_set(by: Actor, entries: EntrySet, *, cause_id: int, quiet: bool) -> int:
    """Write one entry for each row of a select, set-based, and return how many."""
    kind = entries.kind
    head: list[Any] = [
        kind.kind,
        kind.version,
        by.kind,
        by.person_id,
        by.membership_id,
        by.on_behalf_of_id,
    ]
    tail: list[Any] = [by.portal_id, by.channel, entries.subject_kind, cause_id, by.channel, quiet]
    with connection.cursor() as cursor:
        statement = INSERT_SET.format(select=entries.select)
        cursor.execute(statement, [*head, *tail, *entries.parameters])
        written = int(cursor.rowcount)
        if not quiet:
            calls = CALL_SET.format(select=entries.select)
            about: list[Any] = [entries.subject_kind, ABOUT_RIGHTS in kind.traits]
            cursor.execute(calls, [*about, *entries.parameters])
    return written


def _digest(salt: bytes, value: str) -> str:
    return hashlib.sha256(salt + value.encode()).hexdigest()


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True)
