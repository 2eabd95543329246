"""What a membership comes to: the rights of its roles, narrowed by scope, place and portal."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from handschlag.core.actor import Actor, Scope
from handschlag.core.capability import contributions
from handschlag.core.tests.matrix.planted import (
    SECOND_HOST,
    THIRD_HOST,
    Company,
    create,
    rooms_with_rights,
    switched_off,
)


def is_in_time(membership: Any) -> bool:
    now = timezone.now()
    ends = membership.valid_to
    return (
        membership.state == "active" and membership.valid_from <= now and not (ends and ends <= now)
    )


def placed(actor: Actor, membership: Any, company: Company, rights: dict[str, Scope]) -> Actor:
    sites = membership.site_links.values_list("site_id", flat=True)
    return replace(
        actor,
        membership_id=membership.pk,
        organisation_id=company.organisation.pk,
        rights=MappingProxyType(rights),
        site_ids=frozenset(sites),
        uses=frozenset(company.organisation.uses),
    )


def rights_of(preset: str) -> dict[str, Scope]:
    return {
        right.key: right.scope
        for _, rights in contributions("rights")
        for right in rights
        if preset in right.presets
    }


def narrowed(
    rights: dict[str, Scope], membership: Any, at: Company | None, host: str
) -> dict[str, Scope]:
    """What a role's rights come to: by the membership's scope, from above, and in this portal."""
    limit = Scope(membership.scope)
    found = {right: min(s, limit, key=lambda s: s.reach) for right, s in rights.items()}
    if at is not None:
        found = {right: s for right, s in found.items() if s is Scope.SUBTREE}
    asleep = {SECOND_HOST: {switched_off()}, THIRD_HOST: rooms_with_rights()}.get(host, set())
    return {right: s for right, s in found.items() if right.split(".")[0] not in asleep}


def role(company: Company | None, token: str, rights: dict[str, Scope], **values: Any) -> Any:
    name = dict.fromkeys(("de", "en"), token)
    organisation = company.organisation if company else None
    made = create("organisations.Role", organisation=organisation, name=name, **values)
    for right, scope in rights.items():
        create("organisations.RoleRight", role=made, right=right, scope=scope)
    return made
