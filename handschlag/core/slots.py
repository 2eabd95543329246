"""What a room may add to pages that are not its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Model
from rules.predicates import Predicate

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.ui.components import Tone


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
    tone: Tone = "warning"


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


def panels_of(by: Actor, record: Model) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of what other rooms show on the page of `record`, in order."""
    kind = record._meta.label_lower
    offered = [panel for _, panels in contributions("panels") for panel in panels]
    fitting = [p for p in offered if p.subject_kind == kind and p.rule.test(by)]
    filled = [
        (panel.template, panel.context(by, record.pk))
        for panel in sorted(fitting, key=attrgetter("rank"))
    ]
    return [(template, context) for template, context in filled if context is not None]
