"""What a room says about its routes and verbs, in its `tests/matrix.py`.

`ROUTES` by URL name; `VERBS` by the action's name with its room before it, for actions that take
an object by its id; `SUBJECTS` by kind, for live messages that no right to read decides; `NEWS`
by topic; `QUESTIONS` for gates that the house itself asks, pairs of what is said and expected. A
page without
path arguments that answers 200 to everybody whom its rule lets in needs no word.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from handschlag.core.actor import Actor
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.visitors import Visitor

Fill = Callable[[Any], dict[str, Any]]
Question = Callable[[Any], Iterable[tuple[object, object]]]
Known = Callable[[Visitor, Planted], bool]
Status = int | Callable[[Visitor], int]


class Reach(StrEnum):
    """To whom an object belongs: by the right in its room, to who may act for an
    organisation, to its own members, to everybody, to staff whom the rule lets in."""

    BY_RIGHT = "by right"
    ORGANISATION = "organisation"
    MEMBERSHIP = "membership"
    EVERYBODY = "everybody"
    AT_DESK = "at desk"


@dataclass(frozen=True)
class Answers:
    """How to call a route, and what it answers those whom its rule lets in.

    `kwargs` and `data` name the object of one planted world, `searches` what is typed to find
    it in a list. `shows` is the room whose canaries the answer holds, if not the route's own.
    `reach` may be said by the room itself. `status` gives what is not 200, by method. `slot` is
    the contribution that fills the page, `finds` the room whose canary each of `searches` brings
    up. A page that `is_noted` leaves an entry in the journal when it is read; one that `is_of_all`
    asks for the rows of all organisations. One that is `of_guest` is made for somebody who does
    not exist, with rows that are taken back: whoever is let in sees nobody's canary there, not
    even their own.
    """

    kwargs: Fill | None = None
    data: Fill | None = None
    query: tuple[dict[str, str], ...] = ({},)
    searches: tuple[Fill, ...] = ()
    reach: Reach | Known = Reach.BY_RIGHT
    shows: str | None = None
    status: dict[str, Status] = field(default_factory=dict)
    slot: str = ""
    finds: tuple[str, ...] = ()
    is_noted: bool = False
    is_of_all: bool = False
    of_guest: bool = False

    @property
    def has_object(self) -> bool:
        return self.kwargs is not None or self.data is not None

    def status_for(self, method: str, visitor: Visitor) -> int:
        status = self.status.get(method, 200)
        return status if isinstance(status, int) else status(visitor)


@dataclass(frozen=True)
class Inputs:
    """With what an action is called for the object of one planted world.

    `raises` names what it raises when rule and gate let it through, None when it succeeds.
    """

    fill: Fill
    belongs_to: Known
    raises: Callable[[Planted], str | None] = lambda _: None


@dataclass(frozen=True)
class News:
    """Journal entries about the record of `kind` in one planted world: the last one is told.

    `known` says who may know, where no right to read does.
    """

    kind: str
    events: Callable[[Planted], tuple[Any, ...]]
    known: Callable[[Actor, Planted], bool] | None = None


def typed(text: str) -> str:
    """What somebody types to find `text`: without its beginning, so that a page which repeats
    it shows no canary."""
    return text[3:]
