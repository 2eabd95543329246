from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.core.actor import Scope
from handschlag.core.ids import PublicIdField
from handschlag.core.isolation import identity
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models.organisation import OWN, Organisation, Site
from handschlag.platform.organisations.models.role import SCOPES, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, moment: object) -> "MembershipQuerySet":
        return self.filter(
            Q(valid_from__lte=moment), Q(valid_to=None) | Q(valid_to__gt=moment), state="active"
        )


class Membership(models.Model):
    """A person in an organisation, with roles and a scope that narrows each of their rights.

    `granted`, `places`, `requires_factor` and `is_admitted` come with `queries.standings_of`.
    """

    granted: list[str]
    places: list[int]
    requires_factor: bool
    is_admitted: bool

    isolation = identity(retention="membership", portal=OWN)

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        REMOVED = "removed", _("Removed")

    public_id = PublicIdField(unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    roles = models.ManyToManyField(Role, through="MembershipRole", related_name="memberships")
    scope = models.CharField(max_length=10, choices=SCOPES, default=Scope.COMPANY.value)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    is_default = models.BooleanField(default=False)
    is_delegation = models.BooleanField(default=False)
    sees_confidential = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person",
                "organisation",
                condition=~Q(state="removed"),
                name="organisations_membership_once",
            ),
            models.CheckConstraint(
                name="organisations_membership_delegation_ends",
                condition=Q(is_delegation=False) | Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="organisations_membership_valid_span",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.organisation_id}"


class MembershipRole(models.Model):
    isolation = identity(retention="membership", portal=OWN)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "membership", "role", name="organisations_membershiprole_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}:{self.role_id}"


class MembershipSite(models.Model):
    """A site that a membership with scope `site` reaches."""

    isolation = identity(retention="membership", portal=OWN)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="site_links")
    site = OwnedForeignKey(Site, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "membership", "site", name="organisations_membershipsite_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}:{self.site_id}"


class Invitation(models.Model):
    """What an invited member was sent, and how long they can follow it.

    Their membership already holds what they will be allowed; the person of it is a name and an
    address that somebody typed, until whoever reads the mail takes it up.
    """

    isolation = identity(retention="membership", portal=OWN)

    LIFETIME = timedelta(days=7)

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="invitation")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    portal_id = models.BigIntegerField()
    email = models.EmailField()
    sent_at = models.DateTimeField()
    asked_again_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + self.LIFETIME

    @property
    def is_over(self) -> bool:
        return timezone.now() >= self.expires_at
