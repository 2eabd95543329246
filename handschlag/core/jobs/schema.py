"""Lets every role queue a job and none but the system read one."""

from django.db.backends.utils import CursorWrapper

from handschlag.core.isolation.context import ROLE_PREFIX, ROLES

DEFER = "select oid::regprocedure from pg_proc where proname ~ '^procrastinate_defer_jobs_v'"
ALL = "select oid::regprocedure from pg_proc where proname ~ '^procrastinate_'"


def secure_queue(cursor: CursorWrapper) -> None:
    for function in _functions(cursor, ALL):
        cursor.execute(f"revoke execute on function {function} from public")
        cursor.execute(f"grant execute on function {function} to {ROLE_PREFIX}system")
    for function in _functions(cursor, DEFER):
        cursor.execute(f"alter function {function} security definer set search_path = public")
        for role in ROLES:
            cursor.execute(f"grant execute on function {function} to {ROLE_PREFIX}{role}")
    cursor.execute(f"grant usage on all sequences in schema public to {ROLE_PREFIX}system")


def _functions(cursor: CursorWrapper, statement: str) -> list[str]:
    cursor.execute(statement)
    return [row[0] for row in cursor.fetchall()]
