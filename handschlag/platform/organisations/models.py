from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from handschlag.core.actor import Scope
from handschlag.core.ids import PublicIdField
from handschlag.core.isolation import identity, owned
from handschlag.core.isolation.declarations import CURRENT_ORGANISATION
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.core.text import TranslatedField
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.rights import ADMINISTERS_DESK, Preset

OWN = f"organisation_id = {CURRENT_ORGANISATION}"
SCOPES = [(scope.value, scope.value) for scope in Scope]


class Organisation(models.Model):
    """The customer or supplier that data belongs to; a private person is an organisation of one.

    Groups and companies form a tree by `parent`; `lineage` holds the ids from the root down
    to the organisation itself. Sites stand below a company in a table of their own. `uses`
    names the rooms in which it has something: the others are left out of its menu.
    """

    isolation = identity(retention="membership", portal=f"id = {CURRENT_ORGANISATION}")

    class Kind(models.TextChoices):
        GROUP = "group", _("Group")
        COMPANY = "company", _("Company")
        PERSON = "person", _("Private person")

    public_id = PublicIdField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMPANY)
    number = models.CharField(_("Customer number"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    lineage = models.JSONField(default=list, editable=False)
    country = models.CharField(max_length=60, blank=True)
    language = models.CharField(_("Language of documents"), max_length=10, default="de")
    address = models.JSONField(default=dict, blank=True)
    contact_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uses = models.JSONField(default=list, db_default=Value([], models.JSONField()), editable=False)
    as_of = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisations_organisation_not_own_parent", condition=~Q(parent=F("id"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class OwnedRecord(models.Model):
    """Base of what an organisation owns and sees under an address of its own."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    public_id = PublicIdField()

    class Meta:
        abstract = True


class OwnedPart(models.Model):
    """Base of lines and parts, which are seen only with the record they belong to.

    That record's key holds the organisation, and is checked: no need to check it twice.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


class Site(OwnedRecord):
    """A place of a company: branch, warehouse, property."""

    isolation = owned(retention="membership")

    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    address = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "number", name="organisations_site_number"),
            models.UniqueConstraint("organisation", "public_id", name="organisations_site_public"),
        ]

    def __str__(self) -> str:
        return self.name


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
