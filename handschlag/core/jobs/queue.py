"""How the queue fares, for those who run the house."""

from dataclasses import dataclass

from django.db import connection

LATE_AFTER = 300

STATE = """
select count(*) filter (where is_due), count(*) filter (where status = 'failed'),
    coalesce(extract(epoch from now() - min(due_at) filter (where is_due)), 0)::bigint
from (
    select status, status = 'todo' and coalesce(scheduled_at, now()) <= now() as is_due,
        coalesce(scheduled_at, (
            select min(at) from procrastinate_events
            where job_id = jobs.id and type = 'deferred')) as due_at
    from procrastinate_jobs jobs where status in ('todo', 'failed')
) as unfinished
"""


@dataclass(frozen=True, slots=True)
class QueueState:
    """`waiting` are due and not begun, the oldest for `oldest_seconds`; `failed` for good."""

    waiting: int
    failed: int
    oldest_seconds: int

    @property
    def is_late(self) -> bool:
        return self.oldest_seconds > LATE_AFTER


def state_of_queue() -> QueueState:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return QueueState(*cursor.fetchone())
