"""How factories write: as a role that exists on test servers alone.

Rollback tests need one connection for rows and requests, so their login must be able to plant
rows of any organisation and still begin every request with nothing. `handschlag_test` is the
application's login with one more role to change to, `handschlag_factory`, which unites what
`gate` and `system` may do. Production's login is a member of the four roles alone; a
catalogue test asserts it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.backends.utils import CursorWrapper

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

LOGIN = "handschlag_test"
FACTORY = "handschlag_factory"

_planting: ContextVar[bool] = ContextVar("planting", default=False)


def create_test_login(cursor: CursorWrapper) -> None:
    _ensure(cursor, FACTORY, "nologin inherit")
    _ensure(cursor, LOGIN, "login noinherit")
    for role in ("gate", "system"):
        cursor.execute(f"grant {ROLE_PREFIX}{role} to {FACTORY} with inherit true")
    for role in (*(ROLE_PREFIX + name for name in ROLES), FACTORY):
        cursor.execute(f"grant {role} to {LOGIN} with inherit false")


@contextmanager
def as_owner() -> Iterator[None]:
    """Write rows of any organisation, outside of actions; for factories only."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role')")
        before = cursor.fetchone()[0]
        cursor.execute("select set_config('role', %s, true)", [FACTORY])
        token = _planting.set(True)
        try:
            yield
        finally:
            _planting.reset(token)
            if not connection.needs_rollback:
                cursor.execute("select set_config('role', %s, true)", [before])


def is_planting() -> bool:
    return _planting.get()


def _ensure(cursor: CursorWrapper, role: str, options: str) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"create role {role} {options}")
