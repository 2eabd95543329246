from itertools import count
from typing import Any

from django.utils import timezone

from handschlag.core.actor import Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import (
    Membership,
    MembershipRole,
    MembershipSite,
    Organisation,
    Role,
    RoleRight,
    Site,
)

_numbers = count(10001)


def make_organisation(name: str = "Kessler Heizungsbau GmbH", **changes: Any) -> Organisation:
    parent = changes.get("parent")
    with as_owner():
        organisation = Organisation.objects.create(
            **{"name": name, "number": str(next(_numbers)), **changes}
        )
        organisation.lineage = [*(parent.lineage if parent else []), organisation.pk]
        organisation.save()
        return organisation


def make_site(organisation: Organisation, name: str = "Lager Süd") -> Site:
    with as_owner():
        return Site.objects.create(organisation=organisation, number=str(next(_numbers)), name=name)


def make_role(*rights: str, **changes: Any) -> Role:
    """A role of rights such as `ordering.read:site`; without a scope they reach the company."""
    with as_owner():
        role = Role.objects.create(**{"name": {"de": "Rolle", "en": "Role"}, **changes})
        for text in rights:
            right, _, scope = text.partition(":")
            RoleRight.objects.create(role=role, right=right, scope=scope or Scope.COMPANY)
        return role


def make_membership(
    person: Person, organisation: Organisation, *roles: Role, **changes: Any
) -> Membership:
    sites = changes.pop("sites", ())
    with as_owner():
        membership = Membership.objects.create(
            person=person,
            organisation=organisation,
            **{"valid_from": timezone.now(), **changes},
        )
        for role in roles:
            MembershipRole.objects.create(
                organisation=organisation, membership=membership, role=role
            )
        for site in sites:
            MembershipSite.objects.create(
                organisation=organisation, membership=membership, site=site
            )
        return membership
