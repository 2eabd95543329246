"""The least that telling everybody can cost: `/tell` sends a line to all who listen at `/`."""

import asyncio
from typing import Any

TEXT = b"event: changed\ndata: ordering.order:0\n\n"
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream")],
}


class Streams:
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[bytes]] = set()

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        await send(START)
        if scope["path"] == "/":
            await self._listen(send)
        elif scope["path"] == "/tell":
            for listener in self._listeners:
                listener.put_nowait(TEXT)
        await send({"type": "http.response.body", "body": b""})

    async def _listen(self, send: Any) -> None:
        waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._listeners.add(waiting)
        text = b":\n\n"
        while True:
            await send({"type": "http.response.body", "body": text, "more_body": True})
            text = await waiting.get()


application = Streams()
