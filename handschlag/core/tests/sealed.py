"""Sealing in tests, beside others on the same server whose open transactions hold it back."""

import time

from django.db import connection

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject, record, sealing
from handschlag.core.journal.models import JournalSeal
from handschlag.core.tests.test_journal import Noted

BY = system_actor("test", organisation_id=10)
PAUSE = 0.01


def note(count: int = 1) -> None:
    with acting(BY):
        for number in range(count):
            record(BY, Noted(amount=number, text=f"geheim {number}"), subject=Subject("x", number))


def seal() -> list[JournalSeal]:
    """Seal all that has been committed, as soon as nothing older is open."""
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint")
        now = cursor.fetchone()[0]
    while _settled() <= now:
        time.sleep(PAUSE)
    with acting(BY):
        return sealing.seal()


def _settled() -> int:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(sealing.SETTLED)
        return int(cursor.fetchone()[0])
