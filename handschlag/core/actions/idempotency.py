"""The same key by the same actor for the same action: one result."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from handschlag.core.actions.models import IdempotencyKey
from handschlag.core.actor import Actor

CLAIM = """
insert into core_idempotencykey
    (organisation_id, person_id, actor, action, key, input_hash, result_kind, created_at)
values (%s, %s, %s, %s, %s, %s, '', now()) on conflict do nothing returning id
"""


class KeyReused(Exception):
    """The key was used before for this action with another input."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`row` is this call's key; `earlier` is the result of the call that used it first."""

    row: int
    earlier: Model | None
    is_repeat: bool


def claim(by: Actor, action: str, key: str, inputs: dict[str, Any]) -> Claim:
    who = {
        "organisation_id": by.organisation_id,
        "person_id": by.person_id,
        "actor": f"{by.kind}:{by.channel}",
    }
    input_hash = hash_of(inputs)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [*who.values(), action, key, input_hash])
        inserted = cursor.fetchone()
    if inserted:
        return Claim(inserted[0], None, is_repeat=False)
    known = IdempotencyKey.objects.get(**who, action=action, key=key)
    if known.input_hash != input_hash:
        raise KeyReused(action)
    return Claim(known.pk, _load(known), is_repeat=True)


def settle(row: int, result: object) -> None:
    """Remember the result, so that a repeat gives the same answer; only rows can be found again."""
    if result is None:
        return
    if not isinstance(result, Model):
        raise TypeError(f"an action with a key returns a row or None, not {type(result).__name__}")
    IdempotencyKey.objects.filter(pk=row).update(
        result_kind=result._meta.label_lower, result_id=result.pk
    )


def hash_of(inputs: Mapping[str, Any]) -> str:
    text = json.dumps(inputs, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Only values whose text is the same for the same content: no queries, files or functions."""
    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(item, sort_keys=True, default=_plain) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | Decimal | UUID):
        return str(value)
    raise TypeError(f"an action with a key cannot compare a {type(value).__name__}")


def _load(known: IdempotencyKey) -> Model | None:
    if not known.result_kind:
        return None
    return apps.get_model(known.result_kind)._default_manager.get(pk=known.result_id)
