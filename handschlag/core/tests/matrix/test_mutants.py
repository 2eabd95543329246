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
    notices = [(mutant, ajar.notice(mutant)) for mutant in mutants_of(gate)]
    caught = [notice for _, notice in notices if notice is not None]
    at_home = sum(notice.is_among_colleagues for notice in caught)
    record_property("matrix", {"mutants": len(notices), "caught": len(caught), "at_home": at_home})
    unnoticed = [f"{m} ({len(ajar.passing(m))} cells)" for m, n in notices if n is None]
    assert not unnoticed, "\n".join(["nobody notices:", *unnoticed])
