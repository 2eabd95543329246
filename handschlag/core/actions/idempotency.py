"""The same key by the same actor for the same action: one result."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from handschlag.core.actions.models import IdempotencyKey
from handschlag.core.actor import Actor

CLAIM = """
insert into core_idempotencykey (actor, action, key, input_hash, result_kind, created_at)
values (%s, %s, %s, %s, '', now()) on conflict do nothing returning id
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
    actor, input_hash = actor_name(by), hash_of(inputs)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [actor, action, key, input_hash])
        inserted = cursor.fetchone()
    if inserted:
        return Claim(inserted[0], None, is_repeat=False)
    known = IdempotencyKey.objects.get(actor=actor, action=action, key=key)
    if known.input_hash != input_hash:
        raise KeyReused(action)
    return Claim(known.pk, _load(known), is_repeat=True)


def settle(row: int, result: Any) -> None:
    if isinstance(result, Model):
        IdempotencyKey.objects.filter(pk=row).update(
            result_kind=result._meta.label_lower, result_id=result.pk
        )


def actor_name(by: Actor) -> str:
    return f"person:{by.person_id}" if by.person_id else f"{by.kind}:{by.channel}"


def hash_of(inputs: dict[str, Any]) -> str:
    text = json.dumps(inputs, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    return f"{value._meta.label_lower}:{value.pk}" if isinstance(value, Model) else str(value)


def _load(known: IdempotencyKey) -> Model | None:
    if not known.result_kind:
        return None
    return apps.get_model(known.result_kind)._default_manager.get(pk=known.result_id)
