"""All that the matrix asks: routes, verbs and live messages."""

from collections.abc import Iterator

from handschlag.core.tests.matrix.asking import faults
from handschlag.core.tests.matrix.cells import Cell, answers_of, cells_of, declared_in_rooms
from handschlag.core.tests.matrix.messages import (
    MessageCell,
    RightsCell,
    kinds,
    message_cells,
    rights_cells,
)
from handschlag.core.tests.matrix.questions import QuestionCell
from handschlag.core.tests.matrix.routes import Route, all_routes
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.tidings import NewsCell, news_cells
from handschlag.core.tests.matrix.verbs import VerbCell, verb_cells, verbs

AnyCell = Cell | VerbCell | MessageCell | RightsCell | NewsCell | QuestionCell
Subject = Route | str

ROUTES = all_routes()
VERBS = sorted(verbs())
KINDS = kinds()
ANSWERS = declared_in_rooms("ROUTES")
INPUTS = declared_in_rooms("VERBS")
QUESTIONS = declared_in_rooms("QUESTIONS")
NEWS = declared_in_rooms("NEWS")
KNOWN = declared_in_rooms("SUBJECTS")


def cells_of_route(route: Route, scene: Scene) -> list[AnyCell]:
    return list(cells_of(route, answers_of(route, ANSWERS), scene))


def cells_of_verb(name: str, scene: Scene) -> list[AnyCell]:
    return list(verb_cells(name, INPUTS, scene))


def cells_of_messages(kind: str, scene: Scene) -> list[AnyCell]:
    return list(message_cells(kind, KNOWN, scene))


def question_cells() -> list[AnyCell]:
    return [QuestionCell(name, question) for name, question in QUESTIONS.items()]


def all_cells(scene: Scene) -> Iterator[AnyCell]:
    for route in ROUTES:
        yield from cells_of_route(route, scene)
    for name in VERBS:
        yield from cells_of_verb(name, scene)
    for kind in KINDS:
        yield from cells_of_messages(kind, scene)
    yield from rights_cells(scene)
    yield from news_cells(scene, NEWS)
    yield from question_cells()


def wrong_with(cell: AnyCell, scene: Scene) -> Iterator[str]:
    return faults(cell, scene) if isinstance(cell, Cell) else cell.faults(scene)
