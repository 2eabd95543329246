"""Rows that many pages ask for, by statements that Django puts together once and not each time.

For most of them Django needs longer to put the statement together than PostgreSQL to answer.
"""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass, fields, replace
from itertools import count
from types import SimpleNamespace
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404
from django.utils.timezone import get_current_timezone_name

from handschlag.core.actor import Actor

Row = TypeVar("Row")

MOST_KEPT = 2_000
# What tells people apart who may do the same.
OWNER = "organisation_id"
IDS = ("person_id", "membership_id", OWNER)
SAME_FOR_ALL = tuple(field.name for field in fields(Actor) if field.name not in {*IDS, "rights"})

_statements: dict[Hashable, "_Statement | None"] = {}


def fetched(
    build: Callable[..., QuerySet[Any, Row]], *values: Any, shape: Hashable = ()
) -> list[Row]:
    """The rows of `build(*values)`, without what it would fetch in statements of their own.

    `build` must do nothing with `values` but compare columns with them: what makes the query
    another one is said in `shape`. Of an actor among them only the ids are values; who may do
    something else asks another query. Of a record it is `pk` and `organisation_id`.
    """
    key = (build.__code__, shape, get_current_timezone_name(), *(_kind(value) for value in values))
    if key not in _statements:
        if len(_statements) >= MOST_KEPT:
            forget()
        _statements[key] = _put_together(build, values)
    statement = _statements[key]
    return list(statement.rows(_flat(values))) if statement else []


def found(rows: list[Row]) -> Row:
    """The one row of `rows`; raises Http404 without one."""
    if not rows:
        raise Http404
    return rows[0]


def forget() -> None:
    """Put every statement together anew: what builds them has changed."""
    _statements.clear()


class Slot(Value):
    """The place of a value in a statement that is put together before the value is known."""

    def __init__(self, place: int) -> None:
        super().__init__(None)
        self.place = place

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class RecordSlot(Slot):
    """The place of a record that an organisation owns."""

    def __init__(self, place: int, organisation_id: Slot) -> None:
        super().__init__(place)
        self.organisation_id = organisation_id


class _Ready(SQLCompiler):
    """The compiler of a query whose statement is known."""

    statement: tuple[str, tuple[Any, ...]]

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return self.statement


@dataclass(frozen=True, slots=True)
class _Statement:
    rows_of: Callable[[Any], Iterable[Any]]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]

    def rows(self, values: list[Any]) -> Iterable[Any]:
        ready: Any = copy(self.compiler)
        ready.__class__ = _Ready
        ready.connection = connections[DEFAULT_DB_ALIAS]
        ready.statement = (self.sql, tuple(_filled(param, values) for param in self.params))
        query = SimpleNamespace(get_compiler=lambda *_, **__: ready)
        return self.rows_of(
            SimpleNamespace(query=query, db=DEFAULT_DB_ALIAS, _known_related_objects={})
        )


def _put_together(build: Callable[..., Any], values: tuple[Any, ...]) -> _Statement | None:
    """None for a query that finds nothing, whatever the values."""
    rows = build(*_slots(values))
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    kind = rows._iterable_class  # noqa: SLF001  what makes rows of what the database answers
    return _Statement(kind, compiler, sql, params)


def _kind(value: Any) -> Hashable:
    """What of a value makes the query another one."""
    if not isinstance(value, Actor):
        return str(type(value))
    lacking = tuple(getattr(value, name) is None for name in IDS)
    same = tuple(getattr(value, name) for name in SAME_FOR_ALL)
    return (lacking, same, frozenset(value.rights.items()))


def _flat(values: tuple[Any, ...]) -> list[Any]:
    """What stands in the slots: an actor as their ids, a record as its own and its owner's."""
    flat: list[Any] = []
    for value in values:
        if isinstance(value, Actor):
            flat += [getattr(value, name) for name in IDS]
        elif isinstance(value, Model):
            flat += [value.pk, getattr(value, OWNER)]
        else:
            flat.append(value)
    return flat


def _slots(values: tuple[Any, ...]) -> list[Any]:
    """As `values`, each of which knows only where it will stand; what an actor lacks is None."""
    places = count()
    slots: list[Any] = []
    for value in values:
        if isinstance(value, Actor):
            ids: dict[str, Any] = {name: Slot(next(places)) for name in IDS}
            known = {name: ids[name] for name in IDS if getattr(value, name) is not None}
            slots.append(replace(value, **known))
        elif isinstance(value, Model):
            slots.append(RecordSlot(next(places), Slot(next(places))))
        else:
            slots.append(Slot(next(places)))
    return slots


def _filled(param: Any, values: list[Any]) -> Any:
    return values[param.place] if isinstance(param, Slot) else param
