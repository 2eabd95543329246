"""The matrix is proven by leaks made on purpose."""

import pytest
from pytest_django import Settings

from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.asking import faults
from handschlag.core.tests.matrix.cells import answers_of, cells
from handschlag.core.tests.matrix.planted import Planted
from handschlag.core.tests.matrix.routes import Route, all_routes
from handschlag.core.tests.matrix.stage import Stage

READER, SIBLING = "reader of A", "member of the sibling site"


def order(world: Planted) -> dict[str, str]:
    return {"public_id": world.row("ordering.Order").public_id}


@pytest.fixture
def leaky(stage: Stage, settings: Settings) -> Stage:
    settings.ROOT_URLCONF = "handschlag.core.tests.matrix.leaky"
    return stage


def route_named(name: str) -> Route:
    return next(route for route in all_routes() if route.name == name)


def noticed(stage: Stage, name: str, answers: Answers, visitor: str = READER) -> list[str]:
    return [
        fault
        for cell in cells(route_named(name), answers, stage.scene)
        if cell.method == "GET" and cell.visitor.name == visitor
        for fault in faults(cell, stage.scene)
    ]


@pytest.mark.parametrize(("name", "token"), [("list", "kanafremd"), ("header", "kanaware")])
def test_strangers_canary_is_noticed(leaky: Stage, name: str, token: str) -> None:
    found = noticed(leaky, f"ordering:leaky:{name}", Answers())
    assert f"GET ordering:leaky:{name} by {READER}: shows {token}ordering" in found


def test_strangers_object_is_noticed(leaky: Stage) -> None:
    name, answers = "ordering:leaky:detail", Answers(kwargs=order)
    found = noticed(leaky, name, answers)
    assert f"GET {name} by {READER} for kanafremd: 200 instead of 404" in found
    assert f"GET {name} by {READER} for kanafremd: shows kanafremdordering" in found
    found = noticed(leaky, name, answers, SIBLING)
    assert f"GET {name} by {SIBLING} for kanahier: 200 instead of 404" in found


def test_change_by_a_refused_request_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:acts", Answers(kwargs=order, status={"GET": 404}))
    assert any("for kanafremd: changed ['core_outgoingmail'" in fault for fault in found)


def test_query_that_does_not_say_whose_rows_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:list", Answers())
    asked = "asked ['ordering_order'] without saying whose rows"
    assert f"GET ordering:leaky:list by {READER}: {asked}" in found


def test_other_status_than_declared_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:many", Answers(), "anonymous")
    assert "GET ordering:leaky:many by anonymous: 403 instead of 200" in found


def test_missing_own_canary_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:header", Answers())
    assert f"GET ordering:leaky:header by {READER}: lacks its own kanahierordering" in found


def test_crash_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:detail", Answers(kwargs=order))
    assert f"GET ordering:leaky:detail by {READER} for never existed: 500 instead of 404" in found


def test_visitor_taken_for_another_is_noticed(leaky: Stage) -> None:
    found = noticed(leaky, "ordering:leaky:mistaken", Answers())
    assert any("kind staff instead of person" in fault for fault in found)


def test_route_that_nobody_explains_fails(leaky: Stage) -> None:
    with pytest.raises(pytest.fail.Exception, match="Give it `kwargs` in its room's"):
        answers_of(route_named("ordering:leaky:detail"), {})
