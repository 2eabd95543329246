from typing import Any

from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.personal_data import Held
from handschlag.platform.organisations.models import Membership, Organisation, Role


def held_on(by: Actor, person_id: int) -> Held:
    """Where they are a member, whose contact they are, and what they may at the desk."""
    memberships = Membership.objects.filter(Q(person_id=person_id)).order_by("pk")
    looked_after = Organisation.objects.filter(Q(contact_person_id=person_id)).order_by("pk")
    return {
        "memberships": [
            _membership(row)
            for row in memberships.select_related("organisation").prefetch_related("roles")
        ],
        "contact_of": list(looked_after.values("number", "name")),
        "staff_roles": [{"name": role.name} for role in Role.objects.filter(Q(staff=person_id))],
    }


def _membership(row: Membership) -> dict[str, Any]:
    return {
        "organisation": row.organisation.name,
        "number": row.organisation.number,
        "roles": [str(role) for role in row.roles.all()],
        "scope": row.scope,
        "state": row.state,
        "is_delegation": row.is_delegation,
        "sees_confidential": row.sees_confidential,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "granted_at": row.granted_at,
    }
