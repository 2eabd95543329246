"""Giving a member other roles and another reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor, Scope
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.platform.identity.rules import has_proven
from handschlag.platform.organisations import giving
from handschlag.platform.organisations.actions import LastAdministrator
from handschlag.platform.organisations.events import AccessChanged
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.models import (
    Membership,
    MembershipRole,
    MembershipSite,
    Organisation,
    Role,
    Site,
)
from handschlag.platform.organisations.queries import has_administrator, membership_for
from handschlag.platform.organisations.rules import may_manage_members


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a member may do: `scope` narrows every right of `roles`, `sites` say where."""

    roles: Sequence[Role]
    scope: Scope
    sites: Sequence[Site] = ()


@action(may_manage_members & has_proven)
def change_access(by: Actor, *, membership_id: int, access: Access) -> Outcome[Membership]:
    """Let a member do something else from the next request on.

    Roles that `by` cannot give stay with the member. Raises giving.NotYoursToGive and
    actions.LastAdministrator.
    """
    with acting(by, at_gate=True):
        membership = membership_for(by, membership_id)
        Organisation.objects.select_for_update().get(pk=membership.organisation_id)
        had = has_administrator(membership.organisation_id)
        roles = [*access.roles, *_kept(by, membership, access)]
        _write(membership, roles, access)
        if had and not has_administrator(membership.organisation_id):
            raise LastAdministrator(membership.organisation_id)
    event = AccessChanged(
        person_id=membership.person_id,
        role_ids=[role.pk for role in roles],
        scope=access.scope,
        site_ids=[site.pk for site in access.sites],
    )
    return Outcome(membership, event, subject_of(membership))


def ungivable(by: Actor, membership: Membership) -> list[Role]:
    """The member's roles that `by` can neither give nor take."""
    givable = {role.pk for role in giving.givable(by)}
    return [role for role in membership.roles.all() if role.pk not in givable]


def _kept(by: Actor, membership: Membership, access: Access) -> list[Role]:
    """What stays may not reach further than it did, unless `by` could have given that."""
    kept = ungivable(by, membership)
    known = {link.site_id for link in membership.site_links.all()}
    is_elsewhere = not {site.pk for site in access.sites} <= known
    is_wider = is_elsewhere or access.scope.reach > Scope(membership.scope).reach
    _check(by, membership, [*access.roles, *kept] if is_wider else access.roles, access)
    return kept


def _check(by: Actor, membership: Membership, roles: Sequence[Role], access: Access) -> None:
    grant = Grant(
        person=membership.person,
        organisation=membership.organisation,
        roles=roles,
        scope=access.scope,
        sites=access.sites,
    )
    giving.check(by, grant)


def _write(membership: Membership, roles: Sequence[Role], access: Access) -> None:
    organisation = membership.organisation
    membership.scope = access.scope
    membership.save(update_fields=["scope"])
    held = MembershipRole.objects.filter(membership=membership)
    held.exclude(role__in=roles).delete()
    MembershipRole.objects.bulk_create(
        (MembershipRole(organisation=organisation, membership=membership, role=r) for r in roles),
        ignore_conflicts=True,
    )
    reached = MembershipSite.objects.filter(membership=membership)
    reached.exclude(site__in=access.sites).delete()
    MembershipSite.objects.bulk_create(
        (
            MembershipSite(organisation=organisation, membership=membership, site=site)
            for site in access.sites
        ),
        ignore_conflicts=True,
    )
