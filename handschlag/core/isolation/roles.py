"""The four database roles, created once per cluster under an advisory lock."""

import psycopg
from psycopg import sql

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

LOCK = 0x48_53_01


def ensure_roles(owner_url: str, app_login: str) -> None:
    """Create the roles that are missing and make `app_login` a member of each.

    Needs a login with CREATEROLE. Members do not inherit: outside of `acting` the
    application's login may touch nothing.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        for role in ROLES:
            _ensure_role(connection, ROLE_PREFIX + role, app_login)


def _ensure_role(connection: psycopg.Connection, role: str, app_login: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    if not known:
        connection.execute(sql.SQL("create role {} nologin noinherit").format(sql.Identifier(role)))
    member = connection.execute(
        "select pg_has_role(%s, %s, 'member')", [app_login, role]
    ).fetchone()
    if member and not member[0]:
        grant = sql.SQL("grant {} to {} with inherit false")
        connection.execute(grant.format(sql.Identifier(role), sql.Identifier(app_login)))
