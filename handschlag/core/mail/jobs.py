import structlog
from django.db import connection
from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.jobs import PATIENT, job
from handschlag.core.jobs.queue import state_of_queue
from handschlag.core.mail.answers import is_refused
from handschlag.core.mail.deliveries import deliveries
from handschlag.core.mail.letters import letter_of
from handschlag.core.mail.message import message_of
from handschlag.core.mail.models import OutgoingMail

BY = system_actor("mail")
log = structlog.get_logger("handschlag.mail")

ABANDONED = """
update core_outgoingmail mail set state = 'failed', subject = '', text = '', html = ''
where state = 'queued' and not exists (
    select from procrastinate_jobs job
    where job.args ->> 'mail' = mail.id::text and job.status in ('todo', 'doing'))
"""

State = OutgoingMail.State
NOTED = ("recipient", "subject", "text", "html", "state", "attempts", "last_error", "sent_at")


@job(queue="mail")
def deliver(*, mail: str) -> None:
    """Hand one mail to the mail server. A repeat carries the same Message-ID.

    One that is gone was for somebody who has been erased since.
    """
    with acting(BY):
        row = OutgoingMail.objects.filter(pk=mail, state=State.QUEUED).first()
        if row is None:
            return
        letter = letter_of(row)
        if letter is None:
            _note(row, State.WITHDRAWN)
            return
        message = message_of(row.pk, letter)
    row.recipient = letter.recipient
    try:
        message.send()
    except OSError as error:
        _note_failure(row, error)
        return
    with acting(BY):
        row.sent_at = timezone.now()
        _note(row, State.SENT)
    # In a transaction of its own: whatever a room makes of it, the mail is not sent again.
    with acting(BY):
        _tell_rooms(row, is_taken=True)


@job(queue="mail", cron="*/15 * * * *")
def report(timestamp: int) -> None:
    """Write the state of queue and mail into the log, a warning when jobs wait too long.

    A mail that nothing will send any more, since its job was given up, counts as failed and
    keeps no words.
    """
    with acting(BY):
        with connection.cursor() as cursor:
            cursor.execute(ABANDONED)
        queue, sent = state_of_queue(), deliveries()
    say = log.warning if queue.is_late else log.info
    say(
        "queue",
        waiting=queue.waiting,
        oldest_seconds=queue.oldest_seconds,
        behind_others=queue.behind_others,
        failed=queue.failed,
        mails_failed=sent.failed,
        mails_refused=sent.refused,
    )


def _note_failure(row: OutgoingMail, error: OSError) -> None:
    """Raises the error when the mail is to be tried again."""
    is_permanent, is_last = is_refused(error), row.attempts >= (PATIENT.max_attempts or 0)
    state = State.REFUSED if is_permanent else State.FAILED if is_last else State.QUEUED
    log.warning("mail_not_taken", mail=str(row.pk), state=state.value, attempts=row.attempts + 1)
    with acting(BY):
        row.last_error = str(error)
        _note(row, state)
        if is_permanent:
            _tell_rooms(row, is_taken=False)
    if not is_permanent:
        raise error


def _note(row: OutgoingMail, state: str) -> None:
    row.attempts += 1
    row.state = state
    if state != State.QUEUED:
        row.subject = row.text = row.html = ""
    if state == State.SENT:
        row.last_error = ""
    # Not `save`, which would bring back a row that was deleted meanwhile.
    OutgoingMail.objects.bulk_update([row], NOTED)


def _tell_rooms(row: OutgoingMail, *, is_taken: bool) -> None:
    for _, note in contributions("mail_answers"):
        note(BY, email=row.recipient, is_taken=is_taken)
