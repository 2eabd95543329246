import asyncio

from handschlag.core.live.calls import Call

MOST_CALLS = 1_000


class Backlog:
    """Calls that wait for the gates, each once; beyond the limit none of them is kept.

    A flood of entries then costs neither memory nor the time of those who want to know what is
    now: everybody looks anew instead.
    """

    def __init__(self) -> None:
        self._urgent: dict[Call, None] = {}
        self._others: dict[Call, None] = {}
        self._is_overfull = False
        self._filled = asyncio.Event()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._others)

    def add(self, call: Call) -> None:
        waiting = self._urgent if call.is_about_rights else self._others
        if call in waiting or len(self) < MOST_CALLS:
            waiting[call] = None
        else:
            self._is_overfull = True
        self._filled.set()

    async def next(self) -> Call | None:
        """The oldest call, those about rights first; None once when there were too many."""
        await self._filled.wait()
        call = None if self._is_overfull else self._oldest()
        if call is None:
            self._is_overfull = False
            self._urgent.clear()
            self._others.clear()
        if not len(self):
            self._filled.clear()
        return call

    def _oldest(self) -> Call:
        waiting = self._urgent or self._others
        call = next(iter(waiting))
        del waiting[call]
        return call
