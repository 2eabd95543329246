"""`migrate`: schema, partitions, grants, policies and keys, by the owner, one at a time."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from handschlag.core.checks import ensure_sound
from handschlag.core.isolation import schema
from handschlag.core.isolation.roles import ensure_roles, keep_strangers_out
from handschlag.core.jobs.schema import secure_queue
from handschlag.core.journal.partitions import ensure_partitions

LOCK = 0x48_53_02
OWNER = "owner"


class OwnerMissing(Exception):
    """`HANDSCHLAG_OWNER_DATABASE_URL` is not set, so nothing can be migrated."""


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database to this release. Safe to call from several machines at once.

    Raises UnsoundInstallationError when a table does not say whose rows it holds.
    """
    if OWNER not in settings.DATABASES:
        raise OwnerMissing
    ensure_sound(Tags.models)
    owner = connections[OWNER]
    with owner.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            app_login = str(settings.DATABASES["default"]["USER"])
            ensure_roles(cursor, app_login)
            keep_strangers_out(cursor, owner.settings_dict["NAME"], app_login)
            call_command("migrate", database=OWNER, verbosity=verbosity, interactive=False)
            with transaction.atomic(using=OWNER):
                ensure_partitions(cursor)
                schema.apply(cursor)
                secure_queue(cursor)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def login_parameters() -> dict[str, Any]:
    """How the application logs in, for connections that Django does not make."""
    database = settings.DATABASES["default"]
    return {
        "host": database["HOST"],
        "port": database["PORT"] or None,
        "user": database["USER"],
        "password": database["PASSWORD"] or None,
        "dbname": database["NAME"],
        **database["OPTIONS"],
    }


def pending_migrations() -> bool:
    executor = MigrationExecutor(connections["autocommit"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
