from django.db import models
from django.db.models import Q

from handschlag.core.actor import Scope
from handschlag.core.isolation import identity
from handschlag.core.text import TranslatedField
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models.organisation import OWN, Organisation
from handschlag.platform.organisations.rights import ADMINISTERS_DESK, Preset

SCOPES = [(scope.value, scope.value) for scope in Scope]


class Role(models.Model):
    """A named set of rights: one of the presets, the operator's, or one organisation's own.

    Members of `staff` hold it at the desk, for all organisations. Who holds one that
    `requires_factor` acts only after a second step at signing in.
    """

    isolation = identity(retention="membership", portal=f"organisation_id is null or {OWN}")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="own_roles"
    )
    preset = models.CharField(
        max_length=20, blank=True, choices=[(p, p) for p in (*map(str, Preset), ADMINISTERS_DESK)]
    )
    name = TranslatedField()
    customer_assignable = models.BooleanField(default=True)
    requires_factor = models.BooleanField(default=False)
    staff = models.ManyToManyField(Person, related_name="staff_roles")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "preset", condition=~Q(preset=""), name="organisations_role_preset_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class RoleRight(models.Model):
    """One right of a role and how far it reaches."""

    isolation = identity(
        retention="membership",
        portal="exists (select 1 from organisations_role r where r.id = role_id"  # noqa: S608
        f" and (r.organisation_id is null or r.{OWN}))",
    )

    role = models.ForeignKey(Role, models.CASCADE, related_name="rights")
    right = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=SCOPES)

    class Meta:
        constraints = [
            models.UniqueConstraint("role", "right", name="organisations_roleright_once")
        ]

    def __str__(self) -> str:
        return f"{self.right}:{self.scope}"
