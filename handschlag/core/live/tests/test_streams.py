import asyncio
from typing import Any

import pytest

from handschlag.core.actor import ANONYMOUS
from handschlag.core.live import streams
from handschlag.core.live.streams import CHANGED, MOST_WAITING, Stream, message, send_until_gone


class Reader:
    """The other side of a stream; takes `takes` parts and then nothing more."""

    def __init__(self, takes: int = 1_000) -> None:
        self.takes = takes
        self.sent: list[Any] = []
        self.gone = asyncio.Event()
        self.full = asyncio.Event()

    async def send(self, part: dict[str, Any]) -> None:
        if len(self.sent) == self.takes:
            self.full.set()
            await asyncio.Event().wait()
        self.sent.append(part.get("body", part.get("status")))

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


def test_slow_reader_is_given_up_and_little_waits_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "SLOWEST", 0.05)

    async def most_waiting() -> int:
        reader, stream = Reader(takes=3), Stream({}, ANONYMOUS)
        sending = asyncio.create_task(send_until_gone(stream, reader.receive, reader.send))
        most = 0
        for _ in range(MOST_WAITING * 3):
            stream.tell(message(CHANGED, 7, "ordering.order:x"))
            most = max(most, stream.waiting.qsize())
            await asyncio.sleep(0)
        await asyncio.wait_for(sending, 5)
        assert reader.sent == [
            200,
            b"retry: 3000\n\n",
            b"id: 7\nevent: changed\ndata: ordering.order:x\n\n",
        ]
        return most

    assert asyncio.run(most_waiting()) == MOST_WAITING


def test_silence_is_broken_by_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_AFTER", 0.01)

    async def sent() -> list[Any]:
        reader, stream = Reader(takes=3), Stream({}, ANONYMOUS)
        sending = asyncio.create_task(send_until_gone(stream, reader.receive, reader.send))
        await reader.full.wait()
        sending.cancel()
        return reader.sent

    assert asyncio.run(sent())[2] == b": \n\n"


def test_reader_who_leaves_ends_the_stream() -> None:
    async def sent() -> list[Any]:
        reader, stream = Reader(), Stream({}, ANONYMOUS)
        reader.gone.set()
        await asyncio.wait_for(send_until_gone(stream, reader.receive, reader.send), 5)
        return reader.sent

    assert asyncio.run(sent()) == [200, b"retry: 3000\n\n", b""]


def test_whoever_is_sent_away_is_told_nothing_that_waited() -> None:
    async def sent() -> list[Any]:
        reader, stream = Reader(), Stream({}, ANONYMOUS)
        stream.tell(message(CHANGED, 7, "ordering.order:x"))
        stream.end()
        await asyncio.wait_for(send_until_gone(stream, reader.receive, reader.send), 5)
        return reader.sent

    assert asyncio.run(sent()) == [200, b"retry: 3000\n\n", b""]
