from django.db import models
from django.db.models import Q

from handschlag.connectors.files.refusals import Reason
from handschlag.core.isolation import system
from handschlag.core.money import AmountField, CurrencyField, QuantityField, UnitPriceField


class DocumentKind(models.TextChoices):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    BOOKING = "booking"


class ImportRun(models.Model):
    """One import of one file and how far it has come.

    Written in the transaction of the rows or documents that it counts, so whoever begins the
    same file with the same mapping again goes on exactly there, whenever the last one died.
    """

    isolation = system(retention="technical")

    class Step(models.TextChoices):
        READING = "reading"
        TAKING_IN = "taking_in"
        FINISHED = "finished"

    sha256 = models.CharField(max_length=64)
    mapping = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    system = models.CharField(max_length=40)
    step = models.CharField(max_length=10, choices=Step, default=Step.READING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_row = models.BigIntegerField(default=0)
    staged = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    chunk = models.PositiveIntegerField(default=0)
    chunks = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sha256",
                "mapping",
                condition=~Q(step="finished"),
                name="connector_files_run_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class StagedLine(models.Model):
    """A row of the file, read and checked. The table is unlogged and has no policy: COPY."""

    isolation = system(retention="technical")

    pk = models.CompositePrimaryKey("run", "row")
    run = models.ForeignKey(ImportRun, models.CASCADE, db_constraint=False, db_index=False)
    row = models.BigIntegerField()
    document = models.CharField(max_length=40)
    customer = models.CharField(max_length=40)
    customer_name = models.CharField(max_length=200, db_default="")
    article = models.CharField(max_length=60)
    description = models.CharField(max_length=250, db_default="")
    quantity = QuantityField()
    unit_price = UnitPriceField()
    moment = models.DateTimeField()
    country = models.CharField(max_length=60, db_default="")

    class Meta:
        indexes = [
            models.Index("run", "document", "customer", name="connector_files_line_document")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.row}"


class StagedDocument(models.Model):
    """The rows of one document and customer, in the order and chunk in which they are taken in."""

    isolation = system(retention="technical")

    pk = models.CompositePrimaryKey("run", "ordinal")
    run = models.ForeignKey(ImportRun, models.CASCADE, db_constraint=False, db_index=False)
    ordinal = models.BigIntegerField()
    chunk = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=DocumentKind)
    number = models.CharField(max_length=40)
    customer = models.CharField(max_length=40)
    first_row = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    first_moment = models.DateTimeField()
    last_moment = models.DateTimeField()
    net_amount = AmountField()

    class Meta:
        indexes = [
            models.Index("run", "chunk", name="connector_files_doc_chunk"),
            models.Index("run", "number", "customer", name="connector_files_doc_number"),
        ]

    def __str__(self) -> str:
        return self.number


class Finding(models.Model):
    """What the report of a run lists: a cell that was refused, a credit note without a link."""

    isolation = system(retention="technical")

    run = models.ForeignKey(ImportRun, models.CASCADE, db_constraint=False)
    row = models.BigIntegerField()
    column = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=20, choices=Reason)

    def __str__(self) -> str:
        return f"{self.row} {self.column}"


class UnassignedLine(models.Model):
    """A line of a document that names no customer: kept apart, and seen by no customer."""

    isolation = system(retention="invoice")

    system = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    position = models.PositiveIntegerField()
    article = models.CharField(max_length=60)
    description = models.CharField(max_length=250)
    quantity = QuantityField()
    unit_price = UnitPriceField()
    currency = CurrencyField()
    moment = models.DateTimeField()
    country = models.CharField(max_length=60, db_default="")
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "system", "document", "position", name="connector_files_unassigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.position}"
