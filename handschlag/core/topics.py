"""What people can be told about: rooms contribute `topics`, and each person chooses how."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from rules.predicates import Predicate

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.journal import Event


class Channel(StrEnum):
    """How somebody is told: each of the three that tell shows it in the portal."""

    PORTAL = "portal"
    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Words:
    """One notification in the reader's language; `url` is a path of the portal, or empty."""

    title: str
    sentence: str
    url: str = ""


def always(event: Any, before: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of news. `key` is `room.what`; `kinds` are the journal entries that bring it.

    Who passes `rule` can choose how to be told; whoever sees the entry's subject through `gate`
    is told. `words` speaks of an event and its subject; `is_news` compares the event with the
    one before it about the same subject. What concerns security cannot be switched off, and is
    told to the one who did it as well.
    """

    key: str
    label: Any
    kinds: tuple[type[Event], ...]
    rule: Predicate
    gate: Callable[[Actor], QuerySet[Any]]
    words: Callable[[Any, Any], Words]
    is_news: Callable[[Any, Any], bool] = always
    channel: Channel = Channel.PORTAL
    concerns_security: bool = False


def declared_topics() -> dict[str, Topic]:
    """Every topic by its key, in the order of the house."""
    return {topic.key: topic for _, offered in contributions("topics") for topic in offered}
