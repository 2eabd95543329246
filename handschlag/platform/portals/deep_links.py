"""A link to a record of another of one's own organisations leads there by itself."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.live.subjects import Gate, gates
from handschlag.platform.identity.queries import signed_in_by_factor
from handschlag.platform.organisations.queries import Standing, standing_as

BY = system_actor("deep_links")


def standing_elsewhere(request: Any) -> Standing | None:
    """By which the person may see the record that the address names, and not where they are now.

    Asks the database the same for a stranger's record as for one that never was. What a script
    asks for leads nowhere: it is no link that somebody follows.
    """
    others = _others(request)
    if request.method != "GET" or "HX-Request" in request.headers or not others:
        return None
    for kind, gate in _gates_at(request):
        for owner in _owners(kind, _public_id(request), list(others)):
            if _opens(request, others[owner], gate):
                return others[owner]
    return None


def _others(request: Any) -> dict[int, Standing]:
    """Where the person could work at once, by the organisation's id."""
    has_factor = signed_in_by_factor(request)
    return {
        standing.organisation.pk: standing
        for standing in request.standings
        if standing.organisation.pk != request.actor.organisation_id
        if has_factor or not standing.requires_factor
    }


def _gates_at(request: Any) -> Iterator[tuple[str, Gate]]:
    """Of the room that the address belongs to, if it names a record."""
    room = request.resolver_match.app_name
    for kind, gate in gates().items():
        if _public_id(request) and kind.partition(".")[0] == room:
            yield kind, gate


def _public_id(request: Any) -> str:
    return str(request.resolver_match.kwargs.get("public_id", ""))


def _owners(kind: str, public_id: str, organisation_ids: list[int]) -> list[int]:
    """One statement, however many organisations: the only one that looks into several at once."""
    rows = apps.get_model(kind)._default_manager
    with acting(BY):
        found = rows.filter(organisation_id__in=organisation_ids, public_id=public_id)
        return list(found.values_list("organisation_id", flat=True))


def _opens(request: Any, standing: Standing, gate: Gate) -> bool:
    by = standing_as(request.actor, standing)
    with acting(by):
        is_seen = gate(by).filter(public_id=_public_id(request)).exists()
    return is_seen and request.resolver_match.func.door.rule.test(by)
