"""Writing down what a membership holds; who may do that is checked before."""

from handschlag.core.actor import Actor
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.models import Membership, MembershipRole, MembershipSite


def write_membership(by: Actor, grant: Grant, state: str) -> Membership:
    membership = Membership.objects.create(
        person=grant.person,
        organisation=grant.organisation,
        scope=grant.scope,
        state=state,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        is_delegation=grant.is_delegation,
        granted_by_id=by.person_id,
    )
    MembershipRole.objects.bulk_create(
        MembershipRole(organisation=grant.organisation, membership=membership, role=role)
        for role in grant.roles
    )
    MembershipSite.objects.bulk_create(
        MembershipSite(organisation=grant.organisation, membership=membership, site=site)
        for site in grant.sites
    )
    return membership
