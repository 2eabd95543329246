from collections.abc import Iterator
from contextlib import contextmanager

from handschlag.core.actor import Actor, ActorKind
from handschlag.core.isolation import acting


@contextmanager
def oneself(
    at: Actor, person_id: int | None = None, *, kind: ActorKind = ActorKind.PERSON
) -> Iterator[Actor]:
    """Act at the gate as the person alone: what is about a login belongs to no organisation.

    `person_id` names whoever is not signed in yet, or has come by a link.
    """
    by = Actor(
        kind=kind,
        person_id=person_id or at.person_id,
        portal_id=at.portal_id,
        channel=at.channel,
        factor_at=at.factor_at,
    )
    with acting(by, at_gate=True):
        yield by
