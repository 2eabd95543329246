from django.db import models

from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import owned


class Undeclared(models.Model):
    pass


class KeptForEver(models.Model):
    isolation = owned(retention="for_ever")

    organisation_id = models.BigIntegerField()


class NobodysRow(models.Model):
    isolation = owned(retention="document")

    organisation_id = models.BigIntegerField(null=True)


class LooseKey(models.Model):
    isolation = owned(retention="document")

    organisation_id = models.BigIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
