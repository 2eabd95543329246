from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from handschlag.cli.doctor.unwell import Unwell
from handschlag.core.actor import ANONYMOUS
from handschlag.core.database import pending_migrations
from handschlag.core.isolation import Declaration, acting
from handschlag.core.isolation.context import ROLE_PREFIX, ROLES
from handschlag.core.isolation.declarations import tables
from handschlag.core.isolation.schema import GUARDED, grants_of
from handschlag.core.journal.partitions import months_ahead
from handschlag.platform.portals.models import Portal

OLDEST_POSTGRESQL = 160000
FEWEST_MONTHS = 3
MIGRATE = "run `handschlag migrate`"

LOGIN = """
select rolsuper or rolbypassrls, exists (
    select from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace)
from pg_roles where rolname = session_user
"""
MISSING_ROLES = """
select name from unnest(%s::text[]) as name left join pg_roles on rolname = name
where rolname is null or not pg_has_role(session_user, name, 'member')
"""
PRIVILEGES = """
select relname, rolname, lower(privilege_type)
from pg_class cross join aclexplode(relacl) join pg_roles on pg_roles.oid = grantee
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and rolname = any(%s)
"""
OPEN_TO_ALL = """
select lower(privilege_type)
from pg_database cross join aclexplode(coalesce(datacl, acldefault('d', datdba)))
where datname = current_database() and grantee = 0
"""
UNGUARDED = """
select relname from pg_class where relnamespace = 'public'::regnamespace
and relname = any(%s) and not relrowsecurity order by relname
"""


def login() -> str:
    [(too_strong, owns)] = _rows(LOGIN)
    version = connections["default"].pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRESQL:
        raise Unwell("PostgreSQL 16 or newer is needed.")
    if too_strong:
        raise Unwell("the login of DATABASE_URL bypasses row-level security; use a plain one.")
    if owns:
        raise Unwell(
            "the login of DATABASE_URL owns tables; use another one than "
            "HANDSCHLAG_OWNER_DATABASE_URL."
        )
    return f"PostgreSQL {version // 10000}, a login that owns nothing"


def migrations() -> str:
    if pending_migrations():
        raise Unwell(f"migrations are pending: {MIGRATE}.")
    return "up to date"


def roles() -> str:
    missing = _rows(MISSING_ROLES, _role_names())
    if missing:
        raise Unwell(f"{missing[0][0]} is missing, or not given to this login: {MIGRATE}.")
    return ", ".join(ROLES)


def grants() -> str:
    """What the roles may do in the database is what the models declare, no more and no less."""
    declared = [(table, d) for table, d in tables() if d is not None]
    wanted = {grant for table, d in declared for grant in _grants(table, d)}
    different = set(_rows(PRIVILEGES, _role_names())) ^ wanted
    if different:
        table, role, privilege = min(different)
        raise Unwell(f"{role} and its right to {privilege} {table} are not as declared: {MIGRATE}.")
    unguarded = _rows(UNGUARDED, [table for table, d in declared if d.kind in GUARDED])
    if unguarded:
        raise Unwell(f"row-level security is off for {unguarded[0][0]}: {MIGRATE}.")
    open_to_all = sorted(privilege for (privilege,) in _rows(OPEN_TO_ALL))
    if open_to_all:
        raise Unwell(
            f"every login of this PostgreSQL has the right to {' and '.join(open_to_all)} in the "
            f"database: {MIGRATE}, with the login that owns it."
        )
    return f"{len(declared)} tables as declared"


def partitions() -> str:
    with connections["autocommit"].cursor() as cursor:
        months = months_ahead(cursor)
    if months < FEWEST_MONTHS:
        raise Unwell(f"the journal has room for {months} more months: {MIGRATE}.")
    return f"room for {months} months ahead"


def portals() -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname
    with acting(ANONYMOUS):
        hosts = list(Portal.objects.order_by("pk").values_list("host", flat=True))
    if host not in hosts:
        known = ", ".join(hosts) or "none"
        raise Unwell(
            f"no portal answers at PUBLIC_URL, {host}; there is {known}. `handschlag createportal` "
            "opens one."
        )
    return ", ".join(hosts)


def _grants(table: str, declaration: Declaration) -> Iterator[tuple[str, str, str]]:
    for role, privileges in grants_of(declaration).items():
        for privilege in privileges.split(", "):
            yield table, f"{ROLE_PREFIX}{role}", privilege


def _role_names() -> list[str]:
    return [f"{ROLE_PREFIX}{role}" for role in ROLES]


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """As the bare login, which may read PostgreSQL's own catalogue and nothing else."""
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())
