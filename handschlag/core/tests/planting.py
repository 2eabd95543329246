"""Rows of every model for an organisation, with a canary in each text.

Nothing is listed by hand: a new model is planted because it exists. A room whose rows need
values that cannot be guessed gives them in its `tests/planting.py`: `VALUES` maps a model's
label to a function of the world that returns field values.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind
from handschlag.core.capability import capabilities
from handschlag.core.ids import PublicIdField
from handschlag.core.isolation.declarations import Kind, declared
from handschlag.core.journal import Event, Subject, event, personal, record
from handschlag.core.journal.models import JournalValue
from handschlag.core.money import CurrencyField
from handschlag.core.text import TranslatedField

ORGANISATION = "organisations.Organisation"
PLAIN_IDS = {"organisation_id": ORGANISATION, "person_id": "identity.Person"}
SHORT = 12

Values = Callable[["World"], dict[str, Any]]


@event("core_test.planted", sentence="%(note)s")
class Planted(Event):
    note: str = personal()


class World:
    """All that belongs to one organisation; `token` appears in every text of it."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._rows: dict[str, Any] = {}
        self._texts = 0

    def row(self, label: str) -> Any:
        """The world's row of a model, planted on first use together with what it points at."""
        if label not in self._rows:
            self._rows[label] = self._planted(apps.get_model(label))
        return self._rows[label]

    @property
    def organisation(self) -> Any:
        return self.row(ORGANISATION)

    def member(self, **changes: Any) -> Actor:
        person = self.row("identity.Person")
        return Actor(
            **{
                "kind": ActorKind.PERSON,
                "person_id": person.pk,
                "organisation_id": self.organisation.pk,
                **changes,
            }
        )

    def text(self, longest: int | None = None, room: str = "") -> str:
        """A text of its own with the canary, and after it the room in whose table it stands."""
        self._texts += 1
        text = f"{self.token}{room}{self._texts}"
        fits = longest is None or len(text) <= longest
        return text if fits else f"{self.token}{self._texts}"[:longest]

    def text_for(self, field: Any) -> str:
        return self.text(field.max_length, field.model._meta.app_label)

    def _planted(self, model: type[models.Model]) -> Any:
        declaration = declared(model)
        if declaration is not None and declaration.kind is Kind.JOURNAL:
            return self._journalled(model)
        values = {f.name: self._value(f) for f in _fields(model)}
        values |= VALUES.get(model._meta.label, lambda _: {})(self)
        return model._base_manager.create(**values)

    def _journalled(self, model: type[models.Model]) -> Any:
        number = record(self.member(), Planted(note=self.text()), subject=Subject("core_test", 1))
        if model is JournalValue:
            return JournalValue.objects.get(entry_id=number)
        return model._base_manager.get(id=number)

    def _value(self, field: Any) -> Any:
        if isinstance(field, models.ForeignKey):
            is_self = field.related_model is field.model
            return None if is_self else self.row(field.related_model._meta.label)
        if field.name in PLAIN_IDS:
            return self.row(PLAIN_IDS[field.name]).pk
        if field.choices and not field.has_default():
            return "" if field.blank else field.choices[0][0]
        for kinds, value in MADE_UP:
            if isinstance(field, kinds):
                return value(self, field)
        if field.has_default():
            return field.get_default()
        raise TypeError(f"how to plant {field}? Give a value in the room's tests/planting.py")


def _fields(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.AutoField | models.GeneratedField):
            yield field


def _string(world: World, field: Any) -> str:
    if field.has_default() or field.choices:
        return str(field.get_default())
    if field.max_length and field.max_length < SHORT:
        return "" if field.blank else "S"
    return world.text_for(field)


def _email(world: World, field: Any) -> str:
    return f"{world.text(room=field.model._meta.app_label)}@example.test"


def _json(_world: World, field: Any) -> Any:
    return field.get_default()


def _public_id(_world: World, field: Any) -> str:
    return str(field.get_default())


def _number(_world: World, field: Any) -> Any:
    return field.get_default() if field.has_default() else 1


MADE_UP: list[tuple[Any, Callable[[World, Any], Any]]] = [
    (PublicIdField, _public_id),
    (CurrencyField, lambda *_: "EUR"),
    (TranslatedField, lambda world, field: dict.fromkeys(("de", "en"), world.text_for(field))),
    (models.JSONField, _json),
    (models.EmailField, _email),
    (models.URLField, lambda world, _: f"https://{world.text()}.example.test/"),
    (models.CharField | models.TextField, _string),
    (models.UUIDField, lambda *_: uuid.uuid4()),
    (models.BinaryField, lambda *_: b"salt"),
    (models.BooleanField, lambda _, field: field.get_default() or False),
    (models.DecimalField, lambda *_: Decimal(0)),
    (models.DateTimeField, lambda _, field: None if field.null else timezone.now()),
    (models.DateField, lambda *_: date.today() + timedelta(days=1)),  # noqa: DTZ011
    (models.IntegerField, _number),
]


def _room_values() -> Iterator[tuple[str, Values]]:
    for capability in capabilities():
        name = f"{capability.name}.tests.planting"
        if find_spec(name) is not None and name != __name__:
            yield from import_module(name).VALUES.items()


VALUES: dict[str, Values] = dict(_room_values())
