"""What somebody types with a document in hand: numbers and amounts as they are written there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Index, Q, QuerySet, Value
from django.db.models.functions import Collate, Reverse, Upper
from django.db.models.lookups import Exact, IContains, StartsWith
from rules.predicates import Predicate

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions

SEPARATORS = " -./\u00a0\u2010\u2011\u2013"
WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)
AMOUNT = re.compile(
    r"[-\u2212]?(?P<whole>[0-9]{1,3}(?:[., '\u2019\u00a0\u202f][0-9]{3}){1,3}|[0-9]{1,12})"
    r"(?:[.,](?P<cents>[0-9]{2}))?\s*(?:\u20ac|EUR)?",
    re.IGNORECASE,
)


MOST_HITS = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Finder:
    """How a room finds another room's records of `kind` by its own: `keys` gives their ids."""

    kind: str
    rule: Predicate
    keys: Callable[[Actor, str], QuerySet[Any, Any]]


def number_like(text: str, *fields: str) -> Q:
    """One of `fields` holds `text`; hyphens, spaces and case do not count."""
    plain = text.translate(WITHOUT_SEPARATORS)
    found = Q()
    for field in fields:
        found |= Q(IContains(_plain(field), plain)) if plain else Q(**{f"{field}__icontains": text})
    return found


def numbered(rows: QuerySet[Any], text: str) -> list[tuple[Any, bool]]:
    """Up to `MOST_HITS` rows whose `number` begins or ends with `text`, the newest first.

    Before them those numbered `text` itself, with True. Quick over millions of rows, if their
    model has `number_indexes`.
    """
    wanted = text.translate(WITHOUT_SEPARATORS).upper()
    if len(wanted) < SHORTEST:
        return []
    alike = Q(StartsWith(_comparable(), wanted)) | Q(StartsWith(_backwards(), wanted[::-1]))
    exact = list(rows.filter(Exact(_comparable(), wanted)).order_by("-pk")[:MOST_HITS])
    others = rows.filter(alike).exclude(pk__in=[row.pk for row in exact]).order_by("-pk")
    rest = list(others[: MOST_HITS - len(exact)])
    return [(row, True) for row in exact] + [(row, False) for row in rest]


def number_indexes(name: str) -> list[Index]:
    """The indexes of a model that is searched by its `number` over all organisations."""
    return [
        Index(_comparable(), name=f"{name}_begins"),
        Index(_backwards(), name=f"{name}_ends"),
    ]


def _comparable() -> Collate:
    return Collate(Upper(_plain("number")), "C")


def _backwards() -> Collate:
    return Collate(Reverse(Upper(_plain("number"))), "C")


def amount_in(text: str) -> Decimal | None:
    """`593,33`, `593.33` or `1.593,33 €` as an amount without its sign; else None."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"])
    return Decimal(f"{whole}.{match['cents'] or '00'}")


def found_elsewhere(by: Actor, kind: str, text: str) -> Q:
    """Records of `kind` that other rooms know under `text`; for a filter on the records."""
    found = Q(pk__in=())
    for _, finders in contributions("finders"):
        for finder in finders:
            if finder.kind == kind and finder.rule.test(by):
                found |= Q(pk__in=finder.keys(by, text))
    return found


def _plain(field: str) -> Func:
    return Func(F(field), Value(SEPARATORS), Value(""), function="translate")
