"""Jobs whose worker has died in the middle of them."""

import structlog
from django.db import connection

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job

BY = system_actor("jobs")
SILENT_SECONDS = 60
log = structlog.get_logger("handschlag.jobs")

AGAIN = """
select job.id, procrastinate_retry_job_v1(job.id, now(), null, null, null)::text
from procrastinate_jobs job left join procrastinate_workers worker on worker.id = job.worker_id
where job.status = 'doing'
  and coalesce(worker.last_heartbeat, '-infinity') < now() - make_interval(secs => %s)
"""


@job(queue="jobs", cron="* * * * *")
def begin_again(timestamp: int) -> None:
    """Put back what a worker has left undone: it holds up all that waits for the same subject."""
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(AGAIN, [SILENT_SECONDS])
        numbers = [number for number, _ in cursor.fetchall()]
    if numbers:
        log.warning("jobs_begun_again", jobs=numbers)
