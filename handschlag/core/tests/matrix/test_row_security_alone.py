"""With every filter gone from the gates, the database shows no row of another organisation."""

from collections.abc import Iterator
from typing import Any

import pytest

from handschlag.core.isolation import acting
from handschlag.core.isolation.schema import owned_models
from handschlag.core.live.subjects import gates
from handschlag.core.tests.matrix.asking import asked, taken_back
from handschlag.core.tests.matrix.cells import Cell
from handschlag.core.tests.matrix.everything import KINDS, ROUTES, cells_of_route
from handschlag.core.tests.matrix.planted import rooms_of_rows, rooms_with_rights
from handschlag.core.tests.matrix.stage import Stage
from handschlag.core.tests.matrix.wide_open import wide_open

MEMBERS = ("reader of A", "administrator of B", "group at A")
OWNED = list(owned_models())


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("name", MEMBERS)
def test_member_reads_no_row_of_another_organisation(model: Any, name: str, stage: Stage) -> None:
    by = stage.scene.visitor(name).actor
    with taken_back(), acting(by):
        rows = model._base_manager.values_list("organisation_id", flat=True)
        assert set(rows) <= {by.organisation_id}


@pytest.mark.parametrize("kind", [k for k in KINDS if k.partition(".")[0] in rooms_of_rows()])
def test_gate_without_filters_gives_rows_of_the_organisation_alone(kind: str, stage: Stage) -> None:
    by = stage.scene.visitor("buyer of their own").actor
    with taken_back(), acting(by), wide_open():
        rows = list(gates()[kind](by).values_list("organisation_id", flat=True))
    assert set(rows) == {by.organisation_id}
    assert (len(rows) > 1) is (kind.partition(".")[0] in rooms_with_rights())


@pytest.mark.parametrize("name", MEMBERS)
def test_pages_without_filters_show_no_other_organisation(name: str, stage: Stage) -> None:
    visitor = stage.scene.visitor(name)
    strangers = {
        world.canary_of(room)
        for world in stage.scene.worlds
        for room in rooms_of_rows()
        if world.organisation.pk != visitor.actor.organisation_id
    }
    texts = ""
    with wide_open():
        for cell in _pages(name, stage):
            with taken_back():
                texts += asked(cell).text
    shown = {token for token in strangers if token in texts}
    assert shown == set()
    assert visitor.token in texts


def _pages(name: str, stage: Stage) -> Iterator[Cell]:
    for route in ROUTES:
        for cell in cells_of_route(route, stage.scene):
            if isinstance(cell, Cell) and cell.visitor.name == name and cell.method == "GET":
                yield cell
