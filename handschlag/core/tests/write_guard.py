"""Fails every write to a room's table that comes neither from an action nor from a factory.

Closed exceptions: the core's own book-keeping, what allauth keeps about sign-ins, and the
staging of imports (system tables of the class `technical`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps

from handschlag.core.actions import in_action
from handschlag.core.capability import Capability
from handschlag.core.isolation.declarations import Declaration, Kind, declared
from handschlag.core.tests.factory_role import is_planting

WRITE = re.compile(
    r'\b(?:insert\s+into|update(?:\s+only)?|delete\s+from)\s+"?(\w+)"?', re.IGNORECASE
)


_off: ContextVar[bool] = ContextVar("write_guard_off", default=False)


class WriteOutsideActionError(AssertionError):
    pass


@contextmanager
def unguarded() -> Iterator[None]:
    """For tests of what the database refuses by itself."""
    token = _off.set(True)
    try:
        yield
    finally:
        _off.reset(token)


def guard_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    if not (in_action() or is_planting() or _off.get()):
        for table in WRITE.findall(sql):
            if table in guarded_tables():
                raise WriteOutsideActionError(f"'{table}' was written outside of an action: {sql}")
    return execute(sql, params, many, context)


@cache
def guarded_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for config in apps.get_app_configs()
        if isinstance(config, Capability) and config.label != "core"
        for model in config.get_models(include_auto_created=True)
        if not _is_excepted(declared(model))
    )


def _is_excepted(declaration: Declaration | None) -> bool:
    if declaration is None:
        return False
    is_staging = declaration.kind is Kind.SYSTEM and declaration.retention == "technical"
    return is_staging or declaration.kind is Kind.CREDENTIALS
