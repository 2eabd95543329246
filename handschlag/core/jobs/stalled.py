"""Jobs whose worker has died in the middle of them."""

import structlog
from django.db import connection

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import PATIENT, job

BY = system_actor("jobs")
SILENT_SECONDS = 60
MOST_ATTEMPTS = PATIENT.max_attempts or 0
log = structlog.get_logger("handschlag.jobs")

UNDONE = """
select job.id, job.attempts from procrastinate_jobs job
left join procrastinate_workers worker on worker.id = job.worker_id
where job.status = 'doing'
  and coalesce(worker.last_heartbeat, '-infinity') < now() - make_interval(secs => %s)
"""
AGAIN = "select procrastinate_retry_job_v1(unnest(%s::bigint[]), now(), null, null, null)"
GIVE_UP = "select procrastinate_finish_job_v1(unnest(%s::bigint[]), 'failed', false)"


@job(queue="jobs", cron="* * * * *")
def begin_again(timestamp: int) -> None:
    """Put back what a worker has left undone: it holds up all that waits for the same subject.

    What was begun as often as any failure is given up: it may be what ends the workers.
    """
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(UNDONE, [SILENT_SECONDS])
        undone = cursor.fetchall()
        hopeless = [number for number, attempts in undone if attempts >= MOST_ATTEMPTS]
        others = [number for number, attempts in undone if attempts < MOST_ATTEMPTS]
        cursor.execute(AGAIN, [others])
        cursor.execute(GIVE_UP, [hopeless])
    if undone:
        log.warning("jobs_left_undone", begun_again=others, given_up=hopeless)
