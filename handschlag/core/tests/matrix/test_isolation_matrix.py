"""Every route x method x visitor x whose object: the declared answer, and no foreign canary."""

from collections.abc import Callable
from importlib.util import find_spec

import pytest

from handschlag.core.capability import capabilities
from handschlag.core.tests.matrix.asking import faults
from handschlag.core.tests.matrix.cells import answers_of, cells_of, declared_in_rooms
from handschlag.core.tests.matrix.routes import Route, all_routes
from handschlag.core.tests.matrix.stage import Stage

ANSWERS = declared_in_rooms("ROUTES")
ROUTES = all_routes()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_answers_as_declared_and_shows_no_stranger(
    route: Route, stage: Stage, record_property: Callable[[str, object], None]
) -> None:
    asked = list(cells_of(route, answers_of(route, ANSWERS), stage.scene))
    wrong = [fault for cell in asked for fault in faults(cell, stage.scene)]
    record_property("matrix", {"cells": len(asked), "leaks": len(wrong)})
    assert wrong == []


def test_matrix_reaches_every_room_with_pages() -> None:
    with_pages = {room.label for room in capabilities() if find_spec(f"{room.name}.urls")}
    assert with_pages == {route.room for route in ROUTES if ":" in route.name}
    assert len(with_pages) > 6


def test_no_answer_is_left_over() -> None:
    assert set(ANSWERS) - {route.name for route in ROUTES} == set()
