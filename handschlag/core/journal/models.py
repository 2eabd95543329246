from django.db import models

from handschlag.core.isolation import journal


class JournalEntry(models.Model):
    """One change somebody made on purpose. Partitioned by month of `recorded_at`.

    `occurred_at` is business time, by which timelines sort. Readers by position stop below
    `pg_snapshot_xmin(pg_current_snapshot())` and compare it with `transaction`, since ids
    are given before commit.
    """

    isolation = journal(retention="journal")

    pk = models.CompositePrimaryKey("id", "recorded_at")
    id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=20)
    person_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    portal_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    cause_id = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=80, blank=True)
    quiet = models.BooleanField(default=False)
    body = models.JSONField()

    class Meta:
        managed = False
        db_table = "core_journal"

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class JournalValue(models.Model):
    """A personal or free-text value of an entry; the entry's body holds sha256(salt ‖ value).

    Erasing a person deletes rows here, and the entries still verify.
    """

    isolation = journal(retention="journal", erasable=True)

    entry_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=80)
    value = models.TextField()
    salt = models.BinaryField()

    class Meta:
        db_table = "core_journal_value"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.path}"
