from pathlib import Path

from django.conf import settings
from django.db import models

from handschlag.core.ids import PublicIdField
from handschlag.core.isolation import owned


class StoredFile(models.Model):
    """A file of one organisation; its bytes lie in the storage folder under their hash.

    Served only through the gate of the subject it belongs to.
    """

    isolation = owned(retention="document")

    class State(models.TextChoices):
        PENDING = "pending"
        CLEAN = "clean"
        QUARANTINED = "quarantined"

    organisation_id = models.BigIntegerField()
    public_id = PublicIdField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation_id", "public_id", name="core_storedfile_public")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.FILES) / str(self.organisation_id) / self.sha256[:2] / self.sha256
