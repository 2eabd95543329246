"""Route x method x visitor x whose object, and what the declared rules make of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.urls import reverse

from handschlag.core.capability import capabilities, contributions
from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import Ghost, Planted, rooms_of_rows
from handschlag.core.tests.matrix.routes import Route
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.visitors import Visitor, sees

SIGN_IN, REFUSED, NOT_THERE, NOT_ALLOWED = 302, 403, 404, 405
LED_THERE = 302
SAFE = ("GET", "HEAD")


def declared_in_rooms(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for capability in capabilities():
        module = f"{capability.name}.tests.matrix"
        if capability.label != "core" and find_spec(module) is not None:
            found |= getattr(import_module(module), name, {})
    return found


@dataclass(frozen=True)
class Cell:
    route: Route
    answers: Answers
    method: str
    visitor: Visitor
    target: Any = None
    query: dict[str, str] = field(default_factory=dict)
    searched: Planted | None = None
    search: int = 0

    def __str__(self) -> str:
        whose = f" for {self.target.token}" if self.target else ""
        query = f" {self.query}" if self.query else ""
        return f"{self.method} {self.route.name}{query} by {self.visitor.name}{whose}"

    @cached_property
    def is_let_in(self) -> bool:
        may_come = self._is_here and not self._is_led_away
        return may_come and self._may_pass and self.is_in_reach

    @cached_property
    def expected(self) -> int:
        if self._is_led_away:
            return SIGN_IN
        if not self._is_here:
            return NOT_THERE
        if self.method not in self.route.door.methods:
            return NOT_ALLOWED
        if not self._may_pass or not self.is_in_reach:
            return LED_THERE if self._is_elsewhere else self._refusal
        return self.answers.status_for(self.method, self.visitor)

    @property
    def _is_here(self) -> bool:
        return self.visitor.face in self.route.door.at

    @property
    def _is_led_away(self) -> bool:
        """To set up the second step that their role takes."""
        door = self.route.door
        return self.visitor.lacks_factor and not (door.for_set_up or door.is_public)

    @property
    def _is_elsewhere(self) -> bool:
        """Whether a link names what the visitor sees in another organisation of their own."""
        if self.method != "GET" or not isinstance(self.target, Planted):
            return False
        if not self.answers.kwargs or self.answers.reach is not Reach.BY_RIGHT:
            return False
        return self.target.company in self.visitor.companies and any(
            self.route.door.rule.test(actor) and sees(actor, self.target, self.route.room)
            for actor in self.visitor.standings
            if actor.organisation_id != self.visitor.actor.organisation_id
        )

    @property
    def _may_pass(self) -> bool:
        return bool(self.route.door.rule.test(self.visitor.actor))

    @property
    def _refusal(self) -> int:
        if not self.visitor.is_signed_in and not self._may_pass:
            return SIGN_IN
        return NOT_THERE if self._may_pass or self.route.arguments else REFUSED

    @property
    def is_in_reach(self) -> bool:
        if not self.answers.has_object or self.answers.reach is Reach.EVERYBODY:
            return True
        if not isinstance(self.answers.reach, Reach):
            return isinstance(self.target, Planted) and self.answers.reach(
                self.visitor, self.target
            )
        if self.answers.reach is Reach.ORGANISATION:
            return self.target.company in self.visitor.companies
        if self.answers.reach is Reach.MEMBERSHIP:
            return self.target.company in self.visitor.member_of
        if self.answers.reach is Reach.AT_DESK:
            return isinstance(self.target, Planted)
        return isinstance(self.target, Planted) and self.visitor.sees(self.target, self.route.room)

    @cached_property
    def shows(self) -> set[str]:
        """The canaries without which an answer that lets in proves nothing."""
        shown = self.route.room if self.answers.shows is None else self.answers.shows
        rooms = rooms_of_rows() & ({shown} | self._rooms_on_page())
        if self.answers.reach is Reach.AT_DESK:
            worlds = self._worlds_of(self.target)
        elif self.answers.has_object:
            worlds = [self.target] if self.answers.reach is Reach.BY_RIGHT else []
        elif self.searched is not None:
            worlds = [self.searched]
        else:
            worlds = list(self.visitor.worlds)
        return {
            world.canary_of(room)
            for room in rooms
            for world in worlds
            if self.visitor.may_read(world, room)
        }

    def _worlds_of(self, target: Planted) -> list[Planted]:
        return [world for world in self.visitor.worlds if world.company is target.company]

    @cached_property
    def others(self) -> set[str]:
        """What this answer may not show, although the visitor may see it elsewhere."""
        if self.searched is not None and self.answers.searches:
            fill = self.answers.searches[self.search]
            found = {w.token for w in self.visitor.worlds if fill(w) == self.query}
        elif self.target is not None and self.answers.reach is Reach.BY_RIGHT:
            found = {self.target.token}
        elif self.target is not None and self.answers.reach is Reach.AT_DESK:
            found = {world.token for world in self._worlds_of(self.target)}
        else:
            return set()
        rest = [world for world in self.visitor.worlds if world.token not in found]
        return {world.canary_of(room) for world in rest for room in rooms_of_rows()}

    def _rooms_on_page(self) -> set[str]:
        """Home carries a card of each room that offers one; a search brings up its own room."""
        if self.searched is not None and self.answers.finds:
            return {self.answers.finds[self.search]}
        slot = "cards" if self.route.pattern == "" else self.answers.slot
        return {room.label for room, _ in contributions(slot)} if slot else set()

    def url(self) -> str:
        kwargs = self.answers.kwargs(self.target) if self.answers.kwargs else {}
        return reverse(self.route.name, kwargs=kwargs, query=self.query or None)

    def data(self) -> dict[str, Any]:
        return self.answers.data(self.target) if self.answers.data else {}


def answers_of(route: Route, declared: dict[str, Answers]) -> Answers:
    answers = declared.get(route.name, Answers())
    if route.arguments and answers.kwargs is None:
        pytest.fail(
            f"The route '{route.name}' takes {sorted(route.arguments)}, and the isolation matrix "
            "does not know whose object that names. Give it `kwargs` in its room's tests/matrix.py."
        )
    if "POST" in route.door.methods and "POST" not in answers.status:
        pytest.fail(
            f"The route '{route.name}' takes POST, and the isolation matrix does not know what it "
            "answers. Give it `status={'POST': ...}` in its room's tests/matrix.py."
        )
    return answers


def cells_of(route: Route, answers: Answers, scene: Scene) -> Iterator[Cell]:
    """All cells of a route; without ISOLATION=full one for each distinct expectation."""
    found = cells(route, answers, scene)
    return found if os.environ.get("ISOLATION") == "full" else distinct(found)


def cells(route: Route, answers: Answers, scene: Scene) -> Iterator[Cell]:
    """Every method, visitor, object and question."""
    for method in (*route.door.methods, *route.undeclared):
        for visitor in scene.visitors:
            yield from _asked(route, answers, method, visitor)


def distinct(found: Iterator[Cell]) -> Iterator[Cell]:
    """One cell for each expectation that is declared apart.

    For a visitor and a question the objects differ by whether they are seen, a colleague's, a
    stranger's or nobody's. HEAD, answered by what answers GET, and methods that are not declared
    differ by their status alone.
    """
    known: set[Any] = set()
    for cell in found:
        is_by_status = cell.method not in cell.route.door.methods or cell.method == "HEAD"
        whose = (cell.expected,) if is_by_status else (cell.visitor.name, *_whose(cell))
        expectation = (cell.method, *whose)
        if expectation not in known:
            known.add(expectation)
            yield cell


def _whose(cell: Cell) -> tuple[Any, ...]:
    question = (cell.search,) if cell.searched else tuple(cell.query.items())
    world = cell.searched or cell.target
    if world is None:
        return question
    if not isinstance(world, Planted):
        return (*question, "nobody's")
    room = cell.route.room
    is_theirs = world.company in cell.visitor.companies
    return (*question, is_theirs, cell.visitor.sees(world, room))


def _asked(route: Route, answers: Answers, method: str, visitor: Visitor) -> Iterator[Cell]:
    targets: tuple[Any, ...] = (*visitor.worlds, Ghost()) if answers.has_object else (None,)
    for target in targets:
        for query in answers.query:
            yield Cell(route, answers, method, visitor, target, query)
    for n, search in enumerate(answers.searches):
        for world in visitor.worlds:
            yield Cell(route, answers, method, visitor, None, search(world), world, n)
