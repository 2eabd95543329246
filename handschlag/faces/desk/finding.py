"""One search over all rooms: what was typed, found by number, name or address."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.finding import SHORTEST
from handschlag.core.listing import MAX_SEARCH
from handschlag.core.slots import DeskSource, Hit


@dataclass(frozen=True, slots=True)
class Group:
    label: Any
    icon: str
    hits: list[Hit]


def typed(text: str) -> str:
    return text.replace("\x00", "").strip()[:MAX_SEARCH]


def found(by: Actor, text: str) -> list[Group]:
    """What each room has found that `by` may see, the groups in the order of the house."""
    if len(text) < SHORTEST:
        return []
    groups = [Group(source.label, source.icon, source.find(by, text)) for source in _sources(by)]
    return [group for group in groups if group.hits]


def meant(groups: list[Group]) -> str | None:
    """The organisation of what was named exactly, if it is one alone."""
    exact = {hit.organisation for group in groups for hit in group.hits if hit.is_exact}
    return exact.pop() if len(exact) == 1 else None


def _sources(by: Actor) -> list[DeskSource]:
    offered = [source for _, sources in contributions("desk_sources") for source in sources]
    return sorted((s for s in offered if s.rule.test(by)), key=attrgetter("rank"))
