"""Action x visitor x whose object: verbs that no page asks for yet ask their gates all the same."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from handschlag.core.actor import system_actor
from handschlag.core.capability import capabilities
from handschlag.core.isolation import acting
from handschlag.core.rules import is_system
from handschlag.core.tests.matrix.answers import Inputs
from handschlag.core.tests.matrix.asking import taken_back
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.visitors import Visitor

SYSTEM = Visitor("the system", system_actor("test"), {})
REFUSED, NOT_THERE = "PermissionDenied", "DoesNotExist"
Verb = Callable[..., Any]


@dataclass(frozen=True)
class VerbCell:
    name: str
    verb: Verb
    inputs: Inputs
    visitor: Visitor
    target: Planted

    def __str__(self) -> str:
        return f"{self.name} by {self.visitor.name} for {self.target.token}"

    @cached_property
    def expected(self) -> str | None:
        if not rule_of(self.verb).test(self.visitor.actor):
            return REFUSED
        if not self.inputs.belongs_to(self.visitor, self.target):
            return NOT_THERE
        return self.inputs.raises(self.target)

    def faults(self, scene: Scene) -> Iterator[str]:
        with taken_back():
            raised = self._raised()
        if raised != self.expected:
            yield f"{self}: {raised} instead of {self.expected}"

    def _raised(self) -> str | None:
        try:
            with acting(self.visitor.actor):
                self.verb(self.visitor.actor, **self.inputs.fill(self.target))
        except Exception as error:  # noqa: BLE001  whatever it raises is the answer
            return type(error).__name__
        return None


def verbs() -> dict[str, Verb]:
    """The actions that take an object by its id, which they have to fetch through a gate."""
    found = {
        f"{room.label}.{name}": verb
        for room in capabilities()
        if find_spec(f"{room.name}.actions")
        for name, verb in vars(import_module(f"{room.name}.actions")).items()
        if inspect.isfunction(verb) and verb.__module__ == f"{room.name}.actions"
    }
    return {name: verb for name, verb in found.items() if _takes_an_id(verb) and _is_asked(verb)}


def rule_of(verb: Verb) -> Any:
    return inspect.getclosurevars(verb).nonlocals.get("rule")


def _is_asked(verb: Verb) -> bool:
    """An action by somebody: what the system alone does, it does for everybody."""
    return rule_of(verb) not in {None, is_system}


def _takes_an_id(verb: Verb) -> bool:
    return any(name.endswith("_id") for name in inspect.signature(verb).parameters)


def verb_cells(
    name: str, declared: dict[str, tuple[Inputs, ...]], scene: Scene
) -> Iterator[VerbCell]:
    if name not in declared:
        pytest.fail(
            f"The action '{name}' takes an object by its id, and the isolation matrix does not "
            "know whose. Give it `Inputs` in VERBS of its room's tests/matrix.py."
        )
    for inputs in declared[name]:
        for visitor in (*scene.visitors, SYSTEM):
            for world in scene.worlds:
                yield VerbCell(name, verbs()[name], inputs, visitor, world)
