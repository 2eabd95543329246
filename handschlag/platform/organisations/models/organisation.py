from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from handschlag.core.ids import PublicIdField
from handschlag.core.isolation import identity, owned
from handschlag.core.isolation.declarations import CURRENT_ORGANISATION
from handschlag.platform.identity.models import Person

OWN = f"organisation_id = {CURRENT_ORGANISATION}"


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
