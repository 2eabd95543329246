"""Where a record came from: the id it has in another system."""

from django.db import models

from handschlag.core.isolation import system


class ExternalReference(models.Model):
    """`(system, kind, external_id)` of a record in an ERP, CRM or file, and our subject for it."""

    isolation = system(retention="installation")

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("system", "kind", "external_id", name="core_reference_once")
        ]
        indexes = [models.Index("subject_kind", "subject_id", name="core_reference_subject")]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.external_id}"
