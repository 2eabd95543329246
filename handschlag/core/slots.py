"""What a room may add to pages that are not its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.predicates import Predicate

from handschlag.core.actor import Actor


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the main menu; `rank` orders it (10 overview, 20 orders, 30 invoices ...)."""

    label: Any
    url_name: str
    icon: str
    rule: Predicate
    rank: int


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for the customer; home shows the five with the earliest `due`."""

    text: str
    button: str
    url: str
    due: date
    tone: str = "warning"


@dataclass(frozen=True, slots=True)
class Card:
    """A block on home, filled by `template` with what `context(by)` returns; None hides it."""

    template: str
    context: Callable[[Actor], dict[str, Any] | None]
    rule: Predicate
    rank: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A block on the page of another room's record of kind `subject_kind` (`ordering.order`)."""

    subject_kind: str
    template: str
    context: Callable[[Actor, int], dict[str, Any] | None]
    rule: Predicate
    rank: int
