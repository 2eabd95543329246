"""For whom a person may act, and what they may do there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, TextField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from handschlag.core.actor import Scope
from handschlag.platform.organisations.models import Organisation

# Every page asks for these, and Django would need longer to put them together than PostgreSQL
# to answer.
GRANTED = RawSQL(
    "array(select given.\"right\" || ':' || given.scope from organisations_membershiprole held"
    " join organisations_roleright given on given.role_id = held.role_id"
    " where held.membership_id = organisations_membership.id)",
    (),
    output_field=ArrayField(TextField()),
)
PLACES = RawSQL(
    "array(select reached.site_id from organisations_membershipsite reached"
    " where reached.membership_id = organisations_membership.id)",
    (),
    output_field=ArrayField(BigIntegerField()),
)
REQUIRES_FACTOR = RawSQL(
    "exists(select 1 from organisations_membershiprole held"
    " join organisations_role r on r.id = held.role_id"
    " where held.membership_id = organisations_membership.id and r.requires_factor)",
    (),
    output_field=BooleanField(),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation that a person may act for, and what they may do there.

    `is_below` when it is open by a membership in a group above it.
    """

    membership_id: int
    organisation: Organisation
    rights: Mapping[str, Scope]
    site_ids: frozenset[int]
    is_default: bool
    is_below: bool
    requires_factor: bool

    @property
    def announcement(self) -> str:
        return _("You now work for %(name)s.") % {"name": self.organisation.name}


def effective_rights(granted: Iterable[str], limit: Scope) -> dict[str, Scope]:
    """Rights from `key:scope` texts: the widest that a role gives, narrowed to `limit`."""
    rights: dict[str, Scope] = {}
    for text in granted:
        right, _, given = text.rpartition(":")
        scope = min(Scope(given), limit, key=lambda s: s.reach)
        if right not in rights or scope.reach > rights[right].reach:
            rights[right] = scope
    return rights
