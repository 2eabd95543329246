"""How the queue fares, for those who run the house."""

from dataclasses import dataclass

from django.db import connection

LATE_AFTER = 300

STATE = """
with unfinished as (
    select status = 'todo' and coalesce(scheduled_at, now()) <= now() as is_due,
        lock is null or 1 = row_number() over (
            partition by lock order by status = 'doing' desc, priority desc, id) as is_first,
        coalesce(scheduled_at, (
            select min(at) from procrastinate_events
            where job_id = jobs.id and type = 'deferred')) as due_at
    from procrastinate_jobs jobs where status in ('todo', 'doing')
)
select count(*) filter (where is_due and is_first), count(*) filter (where is_due and not is_first),
    (select count(*) from procrastinate_jobs where status = 'failed'),
    coalesce(extract(epoch from now() - min(due_at) filter (where is_due and is_first)), 0)::bigint
from unfinished
"""


@dataclass(frozen=True, slots=True)
class QueueState:
    """`waiting` could begin at once, the oldest for `oldest_seconds`; `failed` for good.

    `behind_others` wait for an earlier job about the same subject, however long that takes.
    """

    waiting: int
    behind_others: int
    failed: int
    oldest_seconds: int

    @property
    def is_late(self) -> bool:
        return self.oldest_seconds > LATE_AFTER


def state_of_queue() -> QueueState:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return QueueState(*cursor.fetchone())
