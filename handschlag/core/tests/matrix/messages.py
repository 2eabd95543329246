"""Live messages: who is told that a record has changed, and whose rights an entry is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.apps import apps

from handschlag.core.capability import contributions
from handschlag.core.live.calls import Call
from handschlag.core.live.subjects import changed_by, gates, may_know, whose_rights
from handschlag.core.tests.matrix.answers import Known
from handschlag.core.tests.matrix.planted import Planted, rooms_of_rows
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.visitors import Visitor


@dataclass(frozen=True)
class MessageCell:
    """Whether `visitor` may know that the record of `kind` in `target` has changed."""

    kind: str
    visitor: Visitor
    target: Planted
    known: Known | None = None

    def __str__(self) -> str:
        return f"live {self.kind} to {self.visitor.name} for {self.target.token}"

    @cached_property
    def expected(self) -> bool:
        if self.known is not None:
            return self.known(self.visitor, self.target)
        return self.visitor.sees(self.target, self.kind.partition(".")[0])

    def faults(self, scene: Scene) -> Iterator[str]:
        changed = changed_by(Call(self.kind, row_of(self.kind, self.target).pk, False))
        told = changed is not None and may_know(self.visitor.actor, changed)
        if told != self.expected:
            yield f"{self}: {told} instead of {self.expected}"


@dataclass(frozen=True)
class RightsCell:
    """Whose open pages are looked at again when the record of `kind` in `target` changes."""

    kind: str
    target: Planted

    def __str__(self) -> str:
        return f"rights by {self.kind} of {self.target.token}"

    def faults(self, scene: Scene) -> Iterator[str]:
        person = whose_rights(Call(self.kind, row_of(self.kind, self.target).pk, True))
        if person != self.target.person.pk:
            yield f"{self}: {person} instead of {self.target.person.pk}"


def row_of(kind: str, world: Planted) -> Any:
    return world.row(apps.get_model(kind)._meta.label)


def message_cells(kind: str, declared: dict[str, Known], scene: Scene) -> Iterator[MessageCell]:
    if kind.partition(".")[0] not in rooms_of_rows() and kind not in declared:
        pytest.fail(
            f"Pages hear of '{kind}', and the isolation matrix does not know who may. Say it in "
            "SUBJECTS of its room's tests/matrix.py."
        )
    for visitor in scene.visitors:
        for world in scene.worlds:
            if visitor.is_placed:
                yield MessageCell(kind, visitor, world, declared.get(kind))


def rights_cells(scene: Scene) -> Iterator[RightsCell]:
    for _, offered in contributions("whose_rights"):
        for kind in offered:
            for world in scene.worlds:
                yield RightsCell(kind, world)


def kinds() -> list[str]:
    return sorted(gates())
