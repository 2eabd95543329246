"""The gates by themselves: row-level security is off, and every cell is to hold all the same."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from django.utils import translation

from handschlag.core.prepared import forget
from handschlag.core.tests.matrix.cells import Cell
from handschlag.core.tests.matrix.colleagues import (
    is_among_colleagues,
    may_be_among_colleagues,
)
from handschlag.core.tests.matrix.everything import AnyCell, all_cells, wrong_with
from handschlag.core.tests.matrix.gates import Mutant, mutated
from handschlag.core.tests.matrix.reach import listening
from handschlag.core.tests.matrix.stage import Stage

QUESTIONS_OF_EACH = 4


@dataclass(frozen=True)
class Notice:
    """A cell that notices a change, and what is wrong then."""

    cell: AnyCell
    faults: list[str]

    @property
    def is_among_colleagues(self) -> bool:
        return any(is_among_colleagues(self.cell, fault) for fault in self.faults)


class Ajar:
    """Which cell passes where, noted with unchanged gates, and which found changes before."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.wrong: list[str] = []
        self._seconds: dict[str, float] = {}
        self._passed: dict[tuple[str, int], list[AnyCell]] = {}
        self._caught: Counter[str] = Counter()
        with stage.at(stage.open_database), listening() as passed:
            for cell in filter(_asks_gates, all_cells(stage.scene)):
                passed.clear()
                forget()
                _decide(cell)
                began = perf_counter()
                self.wrong += wrong_with(cell, stage.scene)
                self._seconds[str(cell)] = perf_counter() - began
                for place in passed:
                    self._passed.setdefault(place, []).append(cell)

    def passing(self, mutant: Mutant) -> list[AnyCell]:
        """Members ask first about their own company, then what found most, then the quick."""
        cells = self._passed.get(mutant.place, [])
        ranked = sorted(cells, key=lambda c: (-self._caught[str(c)], self._seconds[str(c)]))
        return [*_of_each_member(ranked), *ranked]

    def notice(self, mutant: Mutant) -> Notice | None:
        """What the first cell says that notices the change."""
        for cell in self.passing(mutant):
            with mutated(mutant), translation.override("de", deactivate=True):
                found = self._faults(cell)
            if found:
                self._caught[str(cell)] += 1
                return Notice(cell, found)
        return None

    def _faults(self, cell: AnyCell) -> list[str]:
        try:
            return list(wrong_with(cell, self.stage.scene))
        except Exception as error:  # noqa: BLE001  what breaks is noticed
            return [repr(error)]


def _of_each_member(ranked: list[AnyCell]) -> Iterator[AnyCell]:
    """The first few questions of each member about their own company."""
    asked: Counter[str] = Counter()
    for cell in filter(may_be_among_colleagues, ranked):
        asked[cell.visitor.name] += 1
        if asked[cell.visitor.name] <= QUESTIONS_OF_EACH:
            yield cell


def _asks_gates(cell: AnyCell) -> bool:
    """HEAD asks what GET asks, and a method that is not declared is turned away before."""
    return not isinstance(cell, Cell) or cell.method in {"GET", "POST"} & {*cell.route.door.methods}


def _decide(cell: AnyCell) -> None:
    """What is expected is derived from the rules, so before they change."""
    for name in ("expected", "is_let_in", "shows", "others"):
        getattr(cell, name, None)
    if isinstance(cell, Cell):
        cell.visitor.tokens  # noqa: B018  computed once
