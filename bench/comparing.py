"""Ours and the limit take turns; only ratios within a round count, and processor time most."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS, WARM_UP = 7, 6
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Meter:
    """What is done, how often in a round, and the seconds that whoever does it has used so far."""

    call: Callable[[], object]
    times: int
    clock: Clock

    def round(self) -> tuple[float, list[float]]:
        """Seconds of the clock for each call, and how long the caller waited for each."""
        begin, waits = self.clock(), []
        for _ in range(self.times):
            asked = time.perf_counter()
            self.call()
            waits.append(time.perf_counter() - asked)
        return (self.clock() - begin) / self.times, waits


@dataclass(frozen=True, slots=True)
class Compared:
    """`milliseconds` is the best round of ours; `ratios` say how many limits one of ours costs."""

    milliseconds: float
    limit_milliseconds: float
    p95: float
    ratios: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


def compared(ours: Meter, limit: Meter, rounds: int = ROUNDS) -> Compared:
    for meter in (ours, limit):
        for _ in range(min(WARM_UP, meter.times)):
            meter.call()
    pairs = [(ours.round(), limit.round()) for _ in range(rounds)]
    waits = sorted(wait for (_, round_waits), _ in pairs for wait in round_waits)
    return Compared(
        milliseconds=min(mine for (mine, _), _ in pairs) * 1000,
        limit_milliseconds=min(least for _, (least, _) in pairs) * 1000,
        p95=waits[int(len(waits) * 0.95)] * 1000,
        ratios=[mine / least for (mine, _), (least, _) in pairs],
    )
