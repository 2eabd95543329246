"""The matrix is proven by leaks made on purpose."""

from pathlib import Path

import pytest
from pytest_django import Settings

from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.planted import Planted, scene
from handschlag.core.tests.matrix.routes import all_routes
from handschlag.core.tests.matrix.test_isolation_matrix import answers_of, cells, faults, row_counts

pytestmark = pytest.mark.django_db


def order(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("ordering.Order").public_id}


@pytest.fixture
def leaky(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    settings.ROOT_URLCONF = "handschlag.core.tests.matrix.leaky"


def noticed(name: str, answers: Answers) -> list[str]:
    route = next(route for route in all_routes() if route.name == name)
    planted = scene()
    before = row_counts()
    return [
        fault
        for cell in cells(route, planted, answers)
        if cell.method == "GET"
        for fault in faults(cell, planted, before)
    ]


@pytest.mark.parametrize("name", ["list", "header"])
def test_strangers_canary_is_noticed(leaky: None, name: str) -> None:
    found = noticed(name, Answers())
    assert any("reader of A for kanariehier: shows kanarieanderswo" in fault for fault in found)


def test_strangers_object_is_noticed(leaky: None) -> None:
    found = noticed("detail", Answers(kwargs=order))
    assert any("reader of A for kanarieanderswo: 200 instead of 404" in fault for fault in found)
    assert any("reader of A for kanarieanderswo: shows kanarieanderswo" in f for f in found)
    assert any("sibling site for kanariehier: 200 instead of 404" in fault for fault in found)


def test_change_by_a_refused_request_is_noticed(leaky: None) -> None:
    found = noticed("acts", Answers(kwargs=order, status={"GET": 404}))
    assert any("was refused and changed {" in fault for fault in found)


def test_other_status_than_declared_is_noticed(leaky: None) -> None:
    assert "GET many {} by anonymous for kanariehier: 403 instead of 200" in noticed(
        "many", Answers()
    )


def test_missing_own_canary_is_noticed(leaky: None) -> None:
    found = noticed("header", Answers(shows=True))
    assert any("by reader of A for kanariehier: lacks its own kanariehier" in f for f in found)


def test_crash_is_noticed(leaky: None) -> None:
    found = noticed("detail", Answers(kwargs=order))
    assert any("for never existed: 500 instead of 404" in fault for fault in found)


def test_route_that_nobody_explains_fails(leaky: None) -> None:
    route = next(route for route in all_routes() if route.name == "detail")
    with pytest.raises(pytest.fail.Exception, match="Give it `kwargs` in its room's"):
        answers_of(route)
