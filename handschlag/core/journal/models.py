from django.db import models

from handschlag.core.isolation import journal, system


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


class JournalSeal(models.Model):
    """What stood in one partition of the journal when it was sealed; each names the one before.

    It covers the entries with ids above `base_id` and transactions from `from_transaction` up to
    and without `until_transaction`. A database that was restored from a dump counts transactions
    anew, which the next seal says by a higher `base_id`.
    """

    isolation = system(retention="journal", is_final=True)

    number = models.BigIntegerField(primary_key=True)
    partition = models.CharField(max_length=63)
    base_id = models.BigIntegerField()
    from_transaction = models.BigIntegerField()
    until_transaction = models.BigIntegerField()
    entries = models.BigIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    content = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True, unique=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "core_journal_seal"
        indexes = [
            models.Index("partition", "base_id", "from_transaction", name="core_journal_seal_range")
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"
