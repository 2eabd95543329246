"""What a request says to the database: whose rows it asks for, and what it writes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from django.db import connections

from handschlag.core.isolation.schema import owned_models

Log = list[str]

WRITE = re.compile(
    r'(?:insert\s+into|(?<!for )\bupdate(?!\s+(?:of|skip|set)\b)|delete\s+from)\s+"?(\w+)"?',
    re.IGNORECASE,
)
# A session notes its last use; the cache counts attempts.
OWN_BOOKS = {"core_cache", "identity_session"}
FROM = re.compile(r'\bfrom\s+"(\w+)"(?!\.)(?:\s+([UVWT]\d+)\b)?', re.IGNORECASE)


@contextmanager
def overheard() -> Iterator[Log]:
    """Every statement of the block, on both connections."""
    log: Log = []

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        log.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in ("default", "autocommit"):
            stack.enter_context(connections[alias].execute_wrapper(hear))
        yield log


def written(log: Log) -> set[str]:
    return {table for sql in log for table in WRITE.findall(sql)} - OWN_BOOKS


def unowned(log: Log) -> set[str]:
    """Owned tables that were read without saying whose rows: every query says it."""
    return {table for sql in log for table in _unowned(sql)}


@cache
def _unowned(sql: str) -> tuple[str, ...]:
    read = [(table, alias or f'"{table}"') for table, alias in FROM.findall(sql)]
    owned = [(table, name) for table, name in read if table in owned_tables()]
    times = Counter(name for _, name in owned)
    return tuple(table for table, name in owned if _said(sql, name) < times[name])


def _said(sql: str, name: str) -> int:
    """How often the statement says whose rows of a table: one organisation's or those it lists."""
    return sum(sql.count(f'{name}."organisation_id" {which}') for which in ("= ", "IN (%s"))


@cache
def owned_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in owned_models())
