"""The ASGI application behind `handschlag live`: server-sent events, and nothing else.

Raw ASGI, since an idle stream then costs some kilobytes instead of some dozens.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from handschlag.core.live import PLACE
from handschlag.core.live.hub import Hub
from handschlag.core.live.streams import END, Stream
from handschlag.core.live.visitors import Scope

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_STREAMS = 5_000
MOST_OF_ONE_PERSON = 12
HEARTBEAT_AFTER = 20.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
GREETING = b"retry: 3000\n\n"
HEARTBEAT = b": \n\n"
PROBES = {"/healthz", "/readyz"}


class LiveApplication:
    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["path"] == f"/{PLACE}":
            await self._stream(scope, receive, send)
        elif scope["path"] in PROBES:
            await self._probe(scope, send)
        else:
            await _refuse(send, HTTPStatus.NOT_FOUND)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.hub.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if len(self.hub.streams) >= MOST_STREAMS:
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        visitor = await self.hub.visitor(scope)
        if not visitor.is_let_in:
            await _refuse(send, HTTPStatus.FORBIDDEN)
            return
        stream = Stream(scope, visitor.actor)
        if self._count_of(visitor.actor.person_id) >= MOST_OF_ONE_PERSON:
            await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS)
            return
        self.hub.streams.add(stream)
        try:
            await _send_until_gone(stream, receive, send)
        finally:
            self.hub.streams.discard(stream)

    def _count_of(self, person_id: int | None) -> int:
        return sum(stream.actor.person_id == person_id for stream in self.hub.streams)

    async def _probe(self, scope: Scope, send: Send) -> None:
        response = await self.hub.ask(self.hub.reception.answer, scope)
        content: bytes = response.content  # type: ignore[attr-defined]
        headers = [(b"content-type", b"application/json")]
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": content})


async def _send_until_gone(stream: Stream, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": HEADERS})
    await _send_more(send, GREETING)
    watch = asyncio.create_task(_end_when_gone(stream, receive))
    try:
        while (text := await _next(stream)) != END:
            await _send_more(send, text)
    finally:
        watch.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _next(stream: Stream) -> bytes:
    try:
        return await asyncio.wait_for(stream.waiting.get(), HEARTBEAT_AFTER)
    except TimeoutError:
        return HEARTBEAT


async def _end_when_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _send_more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})
