import time
from collections import deque
from typing import NamedTuple

from handschlag.core.live.subjects import Changed

MOST = 2_000
# Clocks of two machines differ a little, and a page is put together for a while.
SPARE_MILLISECONDS = 2_000


class Told(NamedTuple):
    moment: int
    changed: Changed


def now() -> int:
    """Milliseconds of the clock that pages and this process share."""
    return time.time_ns() // 1_000_000


class Recent:
    """What changed lately, for a page that was rendered before its stream was there."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """From here on nothing is known of what was before."""
        self._begins = now()
        self._told: deque[Told] = deque()

    def add(self, changed: Changed) -> Told:
        told = Told(now(), changed)
        self._told.append(told)
        if len(self._told) > MOST:
            self._begins = self._told.popleft().moment
        return told

    def since(self, moment: int) -> list[Told] | None:
        """None when that is longer ago than is remembered."""
        read_after = moment - SPARE_MILLISECONDS
        if read_after < self._begins:
            return None
        return [told for told in self._told if told.moment >= read_after]
