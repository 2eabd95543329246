import statistics
from dataclasses import dataclass, field

from bench.comparing import Compared


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `unit` is what `ours` and `limit` are counted in, of which less is
    better; what could not be counted is None."""

    name: str
    limit_is: str
    ours: float
    limit: float
    ratios: list[float] = field(default_factory=list)
    unit: str = "ms"
    p95: float | None = None
    statements: int | None = None
    bytes: int | None = None
    bytes_compressed: int | None = None

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios) if self.ratios else self.ours / self.limit


def result_of(name: str, limit_is: str, cost: Compared, **counted: int) -> Result:
    return Result(
        name,
        limit_is,
        cost.milliseconds,
        cost.limit_milliseconds,
        ratios=cost.ratios,
        p95=cost.p95,
        **counted,
    )
