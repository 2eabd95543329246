"""A gate that is changed anywhere is noticed, although row-level security is off."""

from collections.abc import Callable

import pytest

from handschlag.core.tests.matrix.ajar import Ajar
from handschlag.core.tests.matrix.gates import Gate, gates, mutants_of


def test_gates_hold_alone(ajar: Ajar) -> None:
    assert ajar.wrong == []


@pytest.mark.parametrize("gate", gates(), ids=str)
def test_changed_gate_is_noticed(
    gate: Gate, ajar: Ajar, record_property: Callable[[str, object], None]
) -> None:
    tried = mutants_of(gate)
    unnoticed = [f"{m} ({len(ajar.passing(m))} cells)" for m in tried if not ajar.catcher(m)]
    record_property("matrix", {"mutants": len(tried), "caught": len(tried) - len(unnoticed)})
    assert not unnoticed, "\n".join(["nobody notices:", *unnoticed])
