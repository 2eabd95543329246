"""The four database roles, created once per cluster under an advisory lock."""

from django.db.backends.utils import CursorWrapper

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

LOCK = 0x48_53_01
OWNS = "select pg_has_role(datdba, 'usage') from pg_database where datname = %s"


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


def keep_strangers_out(cursor: CursorWrapper, database: str, app_login: str) -> None:
    """Nobody but the application and the owner may connect to `database`.

    Temporary tables are for imports alone. Only the database's owner can do this; for any other
    login nothing changes, and `handschlag doctor` says so.
    """
    cursor.execute(OWNS, [database])
    if cursor.fetchone()[0]:
        cursor.execute(f'revoke all on database "{database}" from public')
        cursor.execute(f'grant connect on database "{database}" to "{app_login}"')
        cursor.execute(f'grant temporary on database "{database}" to {ROLE_PREFIX}system')


def _ensure_role(cursor: CursorWrapper, role: str, app_login: str) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"create role {role} nologin noinherit")
    cursor.execute("select pg_has_role(%s, %s, 'member')", [app_login, role])
    if not cursor.fetchone()[0]:
        cursor.execute(f'grant {role} to "{app_login}" with inherit false')
