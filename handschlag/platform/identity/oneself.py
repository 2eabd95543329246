from collections.abc import Iterator
from contextlib import contextmanager

from handschlag.core.actor import Actor, ActorKind
from handschlag.core.isolation import acting


@contextmanager
def oneself(at: Actor, person_id: int) -> Iterator[Actor]:
    """The person without an organisation, at the gate: what is about one's own login belongs to
    none.
    """
    by = Actor(
        kind=ActorKind.PERSON, person_id=person_id, portal_id=at.portal_id, channel=at.channel
    )
    with acting(by, at_gate=True):
        yield by
