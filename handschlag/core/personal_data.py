"""What is held on a person, room by room, for whoever has to tell them (GDPR, articles 15, 20)."""

from collections.abc import Callable, Mapping, Sequence

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions

Held = Mapping[str, Sequence[Mapping[str, object]]]
Tell = Callable[[Actor, int], Held]


def held_by_rooms(by: Actor, person_id: int) -> dict[str, Held]:
    """By the labels of the rooms; each tells of the person with that id and of nobody else.

    A room that a portal has switched off tells too: what it holds is there.
    """
    return {room.label: tell(by, person_id) for room, tell in contributions("personal_data")}
