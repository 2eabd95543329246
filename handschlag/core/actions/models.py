from django.db import models

from handschlag.core.isolation import identity
from handschlag.core.isolation.declarations import CURRENT_ORGANISATION, CURRENT_PERSON


class IdempotencyKey(models.Model):
    """A key that an actor has used for an action, and what came of it.

    Inserted first in the action's transaction, so of parallel calls one wins and the others
    wait for it, then find its result. A person who belongs to two organisations is two actors.
    """

    isolation = identity(
        retention="technical",
        portal=f"organisation_id = {CURRENT_ORGANISATION}"
        f" and person_id is not distinct from {CURRENT_PERSON}",
        portal_writes=True,
    )

    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    input_hash = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=80, blank=True)
    result_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation_id",
                "person_id",
                "actor",
                "action",
                "key",
                name="core_idempotencykey_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
