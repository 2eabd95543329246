"""Takes the personal values out of the journal; entries stay, and still verify."""

from django.db import connection

from handschlag.core.journal.events import Subject

ERASE = """
delete from core_journal_value where entry_id in (
    select id from core_journal
    where (subject_kind = %s and subject_id = %s) or person_id = %s
)
"""


def erase_values(subject: Subject, person_id: int) -> None:
    """What entries about `subject` or by that person hold in names, addresses and free text."""
    with connection.cursor() as cursor:
        cursor.execute(ERASE, [subject.kind, subject.id, person_id])
