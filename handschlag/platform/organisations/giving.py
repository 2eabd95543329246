"""Who may give which rights to whom: nobody gives what they do not have."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Organisation, Role, Site
from handschlag.platform.organisations.queries import assignable_roles, effective_rights
from handschlag.platform.organisations.rights import declared_rights
from handschlag.platform.organisations.rules import MANAGE_MEMBERS, runs_the_portal


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A membership to be: `scope` narrows every right of `roles`, `sites` say where."""

    person: Person
    organisation: Organisation
    roles: Sequence[Role]
    scope: Scope = Scope.COMPANY
    sites: Sequence[Site] = ()
    valid_from: datetime = field(default_factory=timezone.now)
    valid_to: datetime | None = None
    is_delegation: bool = False


class NotYoursToGive(Exception):
    """The giver lacks the right, the reach or the organisation that they want to give."""


def check(by: Actor, grant: Grant) -> None:
    if runs_the_portal.test(by):
        return
    if by.kind is not ActorKind.PERSON or grant.organisation.pk != by.organisation_id:
        raise NotYoursToGive(MANAGE_MEMBERS)
    sites = {site.pk for site in grant.sites}
    for role in grant.roles:
        _check_role(by, role, grant.scope, sites)


def givable(by: Actor) -> list[Role]:
    """The roles that `by` may give somebody who reaches no further than `by` does."""
    reach = by.scope_of(MANAGE_MEMBERS) or Scope.OWN
    return [role for role in assignable_roles(by) if _is_givable(by, role, reach)]


def _is_givable(by: Actor, role: Role, reach: Scope) -> bool:
    try:
        _check_role(by, role, reach, set(by.site_ids))
    except NotYoursToGive:
        return False
    return True


def _check_role(by: Actor, role: Role, reach: Scope, sites: set[int]) -> None:
    assignable = {key for key, right in declared_rights().items() if right.customer_assignable}
    if not role.customer_assignable or role.organisation_id not in {None, by.organisation_id}:
        raise NotYoursToGive(str(role))
    texts = (f"{given.right}:{given.scope}" for given in role.rights.all())
    for right, scope in effective_rights(texts, reach).items():
        own = by.scope_of(right)
        if right not in assignable or own is None or own.reach < scope.reach:
            raise NotYoursToGive(right)
        if own is Scope.SITE and not sites <= by.site_ids:
            raise NotYoursToGive(right)
