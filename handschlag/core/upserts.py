"""Writes a set of rows: new ones inserted, different ones changed, equal ones left alone."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

SQL_TYPES: dict[Any, str] = {
    str: "text",
    int: "bigint",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
    dict: "jsonb",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT of our own (never of a user) whose columns are named as its reader expects."""

    select: str
    parameters: Sequence[Any] = field(default=())


@dataclass(frozen=True, slots=True)
class Written:
    """Ids of the records that are new and of those that are different in any part."""

    created: list[int]
    changed: list[int]

    @property
    def counts(self) -> "TakenIn":
        return TakenIn(len(self.created), len(self.changed))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many records were new and how many different from what we had."""

    created: int
    changed: int


def rows_of(kind: type[Any], records: Iterable[Any]) -> Rows:
    """Records of a dataclass as the rows of a select, one column per field."""
    names = [column.name for column in dataclasses.fields(kind)]
    content = [{name: getattr(record, name) for name in names} for record in records]
    columns = ", ".join(f"{name} {sql_type(hint)}" for name, hint in get_type_hints(kind).items())
    return Rows(
        f"select * from jsonb_to_recordset(%s::jsonb) as record ({columns})",
        [json.dumps(content, cls=DjangoJSONEncoder)],
    )


def columns_of(kind: type[Any], *, without: Iterable[str] = ()) -> tuple[str, ...]:
    left_out = set(without)
    return tuple(f.name for f in dataclasses.fields(kind) if f.name not in left_out)


def upsert(
    model: type[Model],
    rows: Rows,
    *,
    key: Sequence[str],
    columns: Sequence[str],
    uncompared: Sequence[str] = (),
    returning: Sequence[str] = ("id",),
) -> list[tuple[Any, ...]]:
    """Returns `returning` and whether it is new, of every row that was written.

    `key` must be unique within `rows`. `uncompared` columns are written with a row that is
    new or different, and alone make no row different.
    """
    table, written = model._meta.db_table, [*columns, *uncompared]
    names = ", ".join([*key, *written])
    # Equal rows are left out before their conflict, which would lock them, and that is a write.
    # A left join: of `not exists`, constants of the source would be taken for rare in `known`.
    statement = (
        f"insert into {table} as target ({names}) select {_listed('source', [*key, *written])}"
        f" from ({rows.select}) as source left join {table} known"
        f" on ({_listed('known', key)}) = ({_listed('source', key)})"
        f" where known.{key[0]} is null"
        f" or ({_listed('known', columns)}) is distinct from ({_listed('source', columns)})"
        f" on conflict ({', '.join(key)}) do update"
        f" set {', '.join(f'{name} = excluded.{name}' for name in written)}"
        f" where ({_listed('target', columns)}) is distinct from ({_listed('excluded', columns)})"
        f" returning {_listed('target', returning)}, target.xmax = 0"
    )
    return fetched(Rows(statement, rows.parameters))


def fetched(rows: Rows) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(rows.select, list(rows.parameters))
        return list(cursor.fetchall())


def _listed(prefix: str, names: Sequence[str]) -> str:
    return ", ".join(f"{prefix}.{name}" for name in names)


def sql_type(hint: Any) -> str:
    kind = (
        next(part for part in get_args(hint) if part is not NoneType) if _is_union(hint) else hint
    )
    return SQL_TYPES[get_origin(kind) or kind]


def _is_union(hint: Any) -> bool:
    return get_origin(hint) is UnionType
