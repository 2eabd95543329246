"""The four database roles, created once per cluster under an advisory lock."""

from django.db.backends.utils import CursorWrapper

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

LOCK = 0x48_53_01


def ensure_roles(cursor: CursorWrapper, app_login: str) -> None:
    """Create the roles that are missing and make `app_login` a member of each.

    Needs a login with CREATEROLE. Members do not inherit: outside of `acting` the
    application's login may touch nothing.
    """
    cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        for role in ROLES:
            _ensure_role(cursor, ROLE_PREFIX + role, app_login)
    finally:
        cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _ensure_role(cursor: CursorWrapper, role: str, app_login: str) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"create role {role} nologin noinherit")
    cursor.execute("select pg_has_role(%s, %s, 'member')", [app_login, role])
    if not cursor.fetchone()[0]:
        cursor.execute(f'grant {role} to "{app_login}" with inherit false')
