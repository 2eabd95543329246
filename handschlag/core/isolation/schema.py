"""Derives grants, policies and composite keys from the models, after each migrate."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from handschlag.core.capability import contributions
from handschlag.core.isolation.context import ROLE_PREFIX, ROLES
from handschlag.core.isolation.declarations import (
    CURRENT_ORGANISATION,
    Declaration,
    Kind,
    declared,
    tables,
)
from handschlag.core.isolation.fields import OwnedForeignKey

JOURNAL_SEQUENCE = "core_journal_number"
READ = "select"
APPEND = "select, insert"
WRITE = "select, insert, update, delete"

GRANTS: dict[Kind, dict[str, str]] = {
    Kind.OWNED: {"portal": READ, "desk": WRITE, "system": WRITE},
    Kind.SHARED: {"gate": READ, "portal": READ, "desk": WRITE, "system": WRITE},
    Kind.IDENTITY: {"gate": WRITE, "portal": READ, "desk": WRITE, "system": WRITE},
    Kind.CREDENTIALS: {"gate": WRITE},
    Kind.SYSTEM: {"desk": READ, "system": WRITE},
    Kind.JOURNAL: {"gate": "insert", "portal": APPEND, "desk": APPEND, "system": APPEND},
}
GUARDED = {Kind.OWNED, Kind.IDENTITY, Kind.JOURNAL}


def apply(cursor: CursorWrapper) -> None:
    """Bring the database of an owner's `cursor` to what the models declare. Idempotent.

    What is no longer declared goes. One transaction: a running process never sees a moment
    without grants, or a table without its policy.
    """
    with transaction.atomic(using=cursor.db.alias):
        _forget(cursor)
        for table, declaration in tables():
            if declaration is not None:
                _grant(cursor, table, declaration)
                _guard(cursor, table, declaration)
        for capability, conditions in contributions("visibility"):
            for table, condition in conditions.items():
                _widen(cursor, table, f"handschlag_portal_{capability.label}", condition)
        for model in owned_models():
            _composite_target(cursor, model._meta.db_table)
        for model, key in owned_keys():
            _composite_key(cursor, model, key)


def _forget(cursor: CursorWrapper) -> None:
    for role in ROLES:
        cursor.execute(f"grant usage on schema public to {ROLE_PREFIX}{role}")
        cursor.execute(f"revoke all on all tables in schema public from {ROLE_PREFIX}{role}")
        cursor.execute(f"revoke all on all sequences in schema public from {ROLE_PREFIX}{role}")
        cursor.execute(f"grant usage on sequence {JOURNAL_SEQUENCE} to {ROLE_PREFIX}{role}")
    cursor.execute("select tablename, policyname from pg_policies where schemaname = 'public'")
    for table, policy in cursor.fetchall():
        cursor.execute(f'drop policy "{policy}" on "{table}"')


def owned_models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        declaration = declared(model)
        if declaration is not None and declaration.kind is Kind.OWNED and not model._meta.proxy:
            yield model


def owned_keys() -> Iterator[tuple[type[Model], OwnedForeignKey]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, OwnedForeignKey):
                yield model, field


def grants_of(declaration: Declaration) -> dict[str, str]:
    grants = dict(GRANTS[declaration.kind])
    if declaration.portal_writes:
        grants["portal"] = WRITE
    if declaration.append:
        grants |= {"gate": "insert", "portal": "insert", "desk": "insert"}
    if declaration.erasable:
        grants["system"] = f"{APPEND}, delete"
    if declaration.is_final:
        grants["system"] = APPEND
    if declaration.kind in GUARDED and declaration.portal is None:
        del grants["portal"]
    return grants


def _grant(cursor: CursorWrapper, table: str, declaration: Declaration) -> None:
    for role, privileges in grants_of(declaration).items():
        cursor.execute(f'grant {privileges} on "{table}" to {ROLE_PREFIX}{role}')


def _guard(cursor: CursorWrapper, table: str, declaration: Declaration) -> None:
    if declaration.kind not in GUARDED:
        cursor.execute(f'alter table "{table}" disable row level security')
        return
    cursor.execute(f'alter table "{table}" enable row level security')
    for role in grants_of(declaration):
        condition = condition_of(role, declaration)
        cursor.execute(
            f'create policy handschlag_{role} on "{table}" to {ROLE_PREFIX}{role}'
            f" using ({condition}) with check ({condition})"
        )


def _widen(cursor: CursorWrapper, table: str, policy: str, condition: str) -> None:
    """What a room above lets customers read in a table of a room below."""
    cursor.execute(
        f'create policy {policy} on "{table}" for select to {ROLE_PREFIX}portal using ({condition})'
    )


def condition_of(role: str, declaration: Declaration) -> str:
    if role == "portal" and declaration.portal is not None:
        return declaration.portal
    if role == "gate" and declaration.kind is Kind.JOURNAL:
        return f"organisation_id is not distinct from {CURRENT_ORGANISATION}"
    return "true"


def _composite_target(cursor: CursorWrapper, table: str) -> None:
    _add_constraint(cursor, table, f"{table}_owned", "unique (organisation_id, id)")


def _composite_key(cursor: CursorWrapper, model: type[Model], key: OwnedForeignKey) -> None:
    table = model._meta.db_table
    target = key.related_model._meta.db_table  # type: ignore[union-attr]
    _add_constraint(
        cursor,
        table,
        f"{table}_{key.column}_owned",
        f'foreign key (organisation_id, "{key.column}")'
        f' references "{target}" (organisation_id, id)',
    )


def _add_constraint(cursor: CursorWrapper, table: str, name: str, definition: str) -> None:
    cursor.execute(
        "select 1 from pg_constraint where conname = %s and conrelid = %s::regclass",
        [name, f'"{table}"'],
    )
    if cursor.fetchone() is None:
        cursor.execute(f'alter table "{table}" add constraint "{name}" {definition}')
