"""What changed, and who may know: asked of the gate that the subject's room contributes."""

from collections.abc import Callable
from typing import NamedTuple

from django.apps import apps
from django.db import close_old_connections
from django.db.models import Model, QuerySet

from handschlag.core.actor import ANONYMOUS, Actor, system_actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.live.calls import Call

Gate = Callable[[Actor], QuerySet[Model]]
BY = system_actor("live")


class Changed(NamedTuple):
    """As pages know it: the kind and the public id; `person_id` when it is one person's alone."""

    kind: str
    public_id: str
    organisation_id: int
    person_id: int | None = None

    def may_concern(self, by: Actor) -> bool:
        """Whether it is worth asking the gate."""
        is_theirs = self.person_id in {None, by.person_id}
        return is_theirs and by.organisation_id == self.organisation_id


def gates() -> dict[str, Gate]:
    offers = (offered for _, offered in contributions("subjects"))
    return {kind: gate for offered in offers for kind, gate in offered.items()}


def whose_rights(call: Call) -> int | None:
    """The person whose rights the call is about; None when it may be anybody."""
    offers = (offered for _, offered in contributions("whose_rights"))
    found = [offered[call.kind] for offered in offers if call.kind in offered]
    if not found:
        return None
    close_old_connections()
    with acting(ANONYMOUS, at_gate=True):
        return found[0](call.id)


def changed_by(call: Call) -> Changed | None:
    """None for what no page shows, or what is gone."""
    if call.kind not in gates():
        return None
    close_old_connections()
    model = apps.get_model(call.kind)
    fields = ["public_id", "organisation_id"]
    if model.isolation.of_person:  # type: ignore[attr-defined]
        fields.append("person_id")
    with acting(BY):
        found = model._default_manager.filter(pk=call.id).values_list(*fields).first()
    return Changed(call.kind, *found) if found else None


def may_know(by: Actor, changed: Changed) -> bool:
    close_old_connections()
    with acting(by):
        return gates()[changed.kind](by).filter(public_id=changed.public_id).exists()
