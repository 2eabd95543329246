"""Every route x method x visitor x whose object: the declared answer, and no foreign canary."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from handschlag.core.exports import XLSX
from handschlag.core.isolation.declarations import tables
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import (
    Ghost,
    Planted,
    Scene,
    Visitor,
    room_answers,
    scene,
)
from handschlag.core.tests.matrix.routes import Route, all_routes

pytestmark = pytest.mark.django_db

ANSWERS = room_answers()
ROUTES = all_routes()
SIGN_IN, REFUSED, NOT_THERE, NOT_ALLOWED = 302, 403, 404, 405
UNCOUNTED = {"core_cache"}
BROWSER = Client(raise_request_exception=False)


@dataclass(frozen=True)
class Cell:
    route: Route
    answers: Answers
    method: str
    visitor: Visitor
    target: Any
    query: dict[str, str]

    def __str__(self) -> str:
        whose = getattr(self.target, "token", "never existed")
        return f"{self.method} {self.route.name} {self.query} by {self.visitor.name} for {whose}"

    @property
    def is_let_in(self) -> bool:
        return self.route.door.rule.test(self.visitor.actor) and self._is_in_reach

    @property
    def expected(self) -> int:
        if self.method not in self.route.door.methods:
            return NOT_ALLOWED
        if not self.route.door.rule.test(self.visitor.actor):
            return self._refusal
        if not self._is_in_reach:
            return NOT_THERE
        return self.answers.status_for(self.method, self.visitor)

    @property
    def _refusal(self) -> int:
        if self.visitor.actor.person_id is None:
            return SIGN_IN
        return NOT_THERE if self.route.arguments else REFUSED

    @property
    def _is_in_reach(self) -> bool:
        if not self.answers.has_object or self.answers.reach is Reach.EVERYBODY:
            return True
        if self.answers.reach is Reach.ORGANISATION:
            return self.visitor.acts_for(self.target.organisation)
        return self.target in self.visitor.sees

    def url(self) -> str:
        kwargs = self.answers.kwargs(self.target) if self.answers.kwargs else {}
        return reverse(self.route.name, kwargs=kwargs, query=self.query or None)

    def data(self) -> dict[str, Any]:
        return self.answers.data(self.target) if self.answers.data else {}


def answers_of(route: Route) -> Answers:
    answers = ANSWERS.get(route.name, Answers())
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


def cells(route: Route, planted: Scene, answers: Answers) -> Iterator[Cell]:
    targets = (*planted.worlds, Ghost()) if answers.has_object else (planted.here,)
    for method in route.methods:
        for visitor in planted.visitors:
            for target in targets:
                for query in answers.query:
                    yield Cell(route, answers, method, visitor, target, query)


def text_of(response: Any) -> str:
    """Body and headers; a workbook by its cells, since a zip hides its texts."""
    body = b"".join(response) if response.streaming else response.content
    head = json.dumps(dict(response.headers)) + str(response.cookies)
    if response.headers.get("Content-Type") == XLSX and body:
        rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        return head + str(list(rows))
    return head + body.decode(errors="replace")


def row_counts() -> list[tuple[str, int]]:
    counted = [table for table, _ in tables() if table not in UNCOUNTED]
    union = " union all ".join(f"select '{t}', count(*) from {t}" for t in counted)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(union)
        return list(cursor.fetchall())


def faults(cell: Cell, planted: Scene, before: list[tuple[str, int]]) -> Iterator[str]:
    """What is wrong with one cell; all that it did is taken back."""
    with transaction.atomic(), transaction.atomic(using="autocommit"):
        BROWSER.cookies = SimpleCookie(cell.visitor.cookies)
        response = BROWSER.generic(cell.method, cell.url(), **_form(cell))
        text = text_of(response)
        if response.status_code != cell.expected:
            yield f"{cell}: {response.status_code} instead of {cell.expected}"
        for token in planted.tokens - cell.visitor.tokens:
            if token in text:
                yield f"{cell}: shows {token}"
        yield from _missing(cell, response.status_code, text)
        changed = set() if cell.is_let_in else set(row_counts()) - set(before)
        if changed:
            yield f"{cell}: was refused and changed {changed}"
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="autocommit")


def _form(cell: Cell) -> dict[str, Any]:
    if cell.method == "GET":
        return {}
    return {
        "data": urlencode(cell.data()),
        "content_type": "application/x-www-form-urlencoded",
    }


def _missing(cell: Cell, status: int, text: str) -> Iterator[str]:
    if not cell.answers.shows or status != 200 or cell.method == "HEAD":
        return
    expected = [cell.target] if cell.answers.has_object else cell.visitor.sees
    for world in expected:
        if world.token not in text:
            yield f"{cell}: lacks its own {world.token}"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_answers_as_declared_and_shows_no_stranger(
    route: Route, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    planted = scene()
    before = row_counts()
    wrong = [
        fault
        for cell in cells(route, planted, answers_of(route))
        for fault in faults(cell, planted, before)
    ]
    assert wrong == []


def test_matrix_reaches_every_room_with_pages() -> None:
    rooms = {route.name.partition(":")[0] for route in ROUTES}
    assert {"portal", "identity", "organisations", "portals", "ordering", "billing", "ui"} <= rooms


def test_no_answer_is_left_over() -> None:
    assert set(ANSWERS) - {route.name for route in ROUTES} == set()


def test_every_visitor_and_world_is_there(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    planted = scene()
    assert len(planted.visitors) == 10
    assert len(planted.tokens) == 5
    assert isinstance(planted.beside, Planted)
    assert planted.beside.organisation == planted.here.organisation
    assert planted.beside.row("organisations.Site") != planted.here.row("organisations.Site")
