"""Lets every role queue a job and none but the system read one."""

from django.db.backends.utils import CursorWrapper

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

DEFER = "select oid::regprocedure from pg_proc where proname ~ '^procrastinate_defer_jobs_v'"
ALL = "select oid::regprocedure from pg_proc where proname ~ '^procrastinate_'"
SEQUENCES = "select oid::regclass from pg_class where relkind = 'S' and relname ~ '^procrastinate_'"


def secure_queue(cursor: CursorWrapper) -> None:
    """Idempotent. `pg_temp` comes last, or a caller's temporary table would be taken for the queue
    by a function that runs with the owner's rights.
    """
    for function in _names(cursor, ALL):
        cursor.execute(f"revoke execute on function {function} from public")
        cursor.execute(f"grant execute on function {function} to {ROLE_PREFIX}system")
    for function in _names(cursor, DEFER):
        cursor.execute(
            f"alter function {function} security definer set search_path = public, pg_temp"
        )
        for role in ROLES:
            cursor.execute(f"grant execute on function {function} to {ROLE_PREFIX}{role}")
    for sequence in _names(cursor, SEQUENCES):
        cursor.execute(f"grant usage on sequence {sequence} to {ROLE_PREFIX}system")


def _names(cursor: CursorWrapper, statement: str) -> list[str]:
    cursor.execute(statement)
    return [row[0] for row in cursor.fetchall()]
