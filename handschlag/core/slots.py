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
from handschlag.core.listing import Listing
from handschlag.core.ui.components import Tone


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the main menu; `rank` orders it (10 overview, 20 orders, 30 invoices ...).

    `listing` is the list that it leads to, if its filters are worth a shortcut.
    """

    label: Any
    url_name: str
    icon: str
    rule: Predicate
    rank: int
    listing: Listing | None = None


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
    """What stands on the page of another room's record of kind `subject_kind` (`ordering.order`).

    Among `panels` it is a block below the record, among `subject_actions` a button at its head.
    """

    subject_kind: str
    template: str
    context: Callable[[Actor, int], dict[str, Any] | None]
    rule: Predicate
    rank: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search at the desk has found, and the organisation that it leads to.

    `is_exact` when the search is the record's own number or address, whole.
    """

    title: str
    hint: str
    organisation: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class DeskSource:
    """What a room finds at the desk, over all organisations; `find` takes what was typed."""

    label: Any
    icon: str
    rule: Predicate
    rank: int
    find: Callable[[Actor, str], list[Hit]]


@dataclass(frozen=True, slots=True)
class Preview:
    """A page that shows what a look makes of the portal; `key` is its part of an address.

    It is shown with what rooms contribute in `samples`; `address(by)` is where it is. One that
    is `for_strangers` is shown as to somebody who has not signed in.
    """

    key: str
    label: Any
    rank: int
    address: Callable[[Actor], str]
    for_strangers: bool = False


Filled = list[tuple[str, dict[str, Any]]]


def slots_of(by: Actor, record: Model) -> dict[str, Filled]:
    """What other rooms show on the page of `record`, for its context: templates with content."""
    return {slot: _filled(slot, by, record) for slot in ("panels", "subject_actions")}


def _filled(slot: str, by: Actor, record: Model) -> Filled:
    kind = record._meta.label_lower
    offered = [panel for _, panels in contributions(slot) for panel in panels]
    fitting = [p for p in offered if p.subject_kind == kind and p.rule.test(by)]
    filled = [
        (panel.template, panel.context(by, record.pk))
        for panel in sorted(fitting, key=attrgetter("rank"))
    ]
    return [(template, context) for template, context in filled if context is not None]
