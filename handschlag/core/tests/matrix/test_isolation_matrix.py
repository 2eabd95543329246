"""Every route x method x visitor x whose object: the declared answer, and no foreign canary."""

from collections.abc import Callable
from importlib.util import find_spec

import pytest

from handschlag.core.capability import capabilities
from handschlag.core.tests.matrix.everything import (
    ANSWERS,
    INPUTS,
    KINDS,
    KNOWN,
    NEWS,
    ROUTES,
    VERBS,
    AnyCell,
    cells_of_messages,
    cells_of_route,
    cells_of_verb,
    question_cells,
    wrong_with,
)
from handschlag.core.tests.matrix.messages import rights_cells
from handschlag.core.tests.matrix.routes import Route
from handschlag.core.tests.matrix.stage import Stage
from handschlag.core.tests.matrix.tidings import news_cells

Hold = Callable[[list[AnyCell]], None]


@pytest.fixture
def hold(stage: Stage, record_property: Callable[[str, object], None]) -> Hold:
    def check(cells: list[AnyCell]) -> None:
        wrong = [fault for cell in cells for fault in wrong_with(cell, stage.scene)]
        record_property("matrix", {"cells": len(cells), "leaks": len(wrong)})
        assert wrong == []

    return check


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_answers_as_declared_and_shows_no_stranger(
    route: Route, stage: Stage, hold: Hold
) -> None:
    hold(cells_of_route(route, stage.scene))


@pytest.mark.parametrize("name", VERBS)
def test_verb_does_its_work_for_its_own_alone(name: str, stage: Stage, hold: Hold) -> None:
    hold(cells_of_verb(name, stage.scene))


@pytest.mark.parametrize("kind", KINDS)
def test_live_message_reaches_its_own_alone(kind: str, stage: Stage, hold: Hold) -> None:
    hold(cells_of_messages(kind, stage.scene))


def test_rights_of_those_whom_an_entry_is_about_are_looked_at_again(
    stage: Stage, hold: Hold
) -> None:
    hold(list(rights_cells(stage.scene)))


def test_news_reach_those_who_may_know_and_nobody_else(stage: Stage, hold: Hold) -> None:
    hold(list(news_cells(stage.scene, NEWS)))


def test_house_is_told_what_is_so(stage: Stage, hold: Hold) -> None:
    hold(question_cells())


def test_matrix_reaches_every_room_with_pages() -> None:
    with_pages = {room.label for room in capabilities() if find_spec(f"{room.name}.urls")}
    assert with_pages == {route.room for route in ROUTES if ":" in route.name}
    assert len(with_pages) > 6


def test_no_answer_is_left_over() -> None:
    assert set(ANSWERS) - {route.name for route in ROUTES} == set()
    assert set(INPUTS) - set(VERBS) == set()
    assert set(KNOWN) - set(KINDS) == set()
