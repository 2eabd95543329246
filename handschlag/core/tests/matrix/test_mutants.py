"""A gate that is changed anywhere is noticed, although row-level security is off."""

from collections.abc import Callable
from typing import Any

import pytest

from handschlag.core.tests.matrix.ajar import Ajar
from handschlag.core.tests.matrix.cells import declared_in_rooms
from handschlag.core.tests.matrix.gates import Gate, gates, mutants_of


def test_gates_hold_alone(ajar: Ajar) -> None:
    assert ajar.wrong == []


WANTING = declared_in_rooms("WANTING")


def _tried(gate: Gate) -> Any:
    """A gate that its room still owes a cell fails until it has one, and then has to be let go."""
    wanting = pytest.mark.xfail(strict=True, reason=WANTING.get(str(gate), ""))
    return pytest.param(gate, id=str(gate), marks=[wanting] if str(gate) in WANTING else [])


def test_only_gates_are_wanting() -> None:
    assert set(WANTING) - {str(gate) for gate in gates()} == set()


@pytest.mark.parametrize("gate", [_tried(gate) for gate in gates()])
def test_changed_gate_is_noticed(
    gate: Gate, ajar: Ajar, record_property: Callable[[str, object], None]
) -> None:
    tried = mutants_of(gate)
    unnoticed = [f"{m} ({len(ajar.passing(m))} cells)" for m in tried if not ajar.catcher(m)]
    record_property("matrix", {"mutants": len(tried), "caught": len(tried) - len(unnoticed)})
    assert not unnoticed, "\n".join(["nobody notices:", *unnoticed])
