"""Kinds of journal entries: frozen dataclasses that rooms declare in their `events.py`."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, dataclass_transform

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: `kind` is the model's label, e.g. `ordering.order`."""

    kind: str
    id: int


@dataclass(frozen=True)
class Event:
    """Base of all kinds; fields hold ids, enums, amounts and dates, or are `personal()`."""

    kind: ClassVar[str]
    version: ClassVar[int]
    sentence: ClassVar[str | Promise]
    traits: ClassVar[frozenset[str]]


# What follows from other entries of itself: a timeline leaves it out.
ROUTINE = "routine"

E = TypeVar("E", bound=Event)

_classes: dict[tuple[str, int], type[Event]] = {}


def personal() -> Any:
    """A field with personal data or free text: stored apart, erasable, only hashed in the entry."""
    return field(metadata={"personal": True})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(personal,))
def event(
    kind: str, *, version: int = 1, sentence: str | Promise, traits: frozenset[str] = frozenset()
) -> Callable[[type[E]], type[E]]:
    """Register a frozen dataclass as a kind. `sentence` takes its fields as %(name)s."""

    def declare(cls: type[E]) -> type[E]:
        cls = dataclass(frozen=True, kw_only=True)(cls)
        cls.kind, cls.version, cls.sentence, cls.traits = kind, version, sentence, traits
        if _classes.setdefault((kind, version), cls) is not cls:
            raise ValueError(f"the journal kind {kind} version {version} is declared twice")
        return cls

    return declare


def event_class(kind: str, version: int) -> type[Event]:
    return _classes[kind, version]


def event_classes() -> list[type[Event]]:
    return list(_classes.values())


def personal_fields(kind: type[Event]) -> list[str]:
    return [item.name for item in dataclasses.fields(kind) if item.metadata.get("personal")]


def split(entry: Event) -> tuple[dict[str, Any], dict[str, str]]:
    """The plain fields and the personal ones of an event."""
    plain: dict[str, Any] = {}
    private: dict[str, str] = {}
    for item in dataclasses.fields(entry):
        value = getattr(entry, item.name)
        if item.metadata.get("personal"):
            private[item.name] = str(value)
        else:
            plain[item.name] = value
    return plain, private


def subject_of(row: Model) -> Subject:
    return Subject(row._meta.label_lower, row.pk)
