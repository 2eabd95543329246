"""The ASGI application behind `handschlag live`: server-sent events, and nothing else.

Raw ASGI, since an idle stream then costs some kilobytes instead of some dozens.
"""

from http import HTTPStatus

from handschlag.core.live import PLACE
from handschlag.core.live.hub import Hub
from handschlag.core.live.streams import GUARDS, Receive, Send, Stream, send_until_gone
from handschlag.core.live.visitors import Scope, Visitor

MOST_STREAMS = 5_000
MOST_OF_ONE_PERSON = 12
MOST_AT_THE_DOOR = 200
READY = "/readyz"
PROBES = {"/healthz", READY}


class LiveApplication:
    def __init__(self) -> None:
        self.hub = Hub()
        self._at_the_door = 0

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
        if self._is_full():
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        visitor = await self._asked_at_the_door(scope)
        if not visitor.is_let_in:
            await _refuse(send, visitor.refusal)
        elif self._count_of(visitor.actor.person_id) >= MOST_OF_ONE_PERSON:
            await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS)
        else:
            await self._kept(Stream(scope, visitor.actor), receive, send)

    def _is_full(self) -> bool:
        """Who waits at the door counts: asking takes longer than coming."""
        if self._at_the_door >= MOST_AT_THE_DOOR:
            return True
        return len(self.hub.streams) + self._at_the_door >= MOST_STREAMS

    async def _asked_at_the_door(self, scope: Scope) -> Visitor:
        self._at_the_door += 1
        try:
            return await self.hub.visitor(scope)
        finally:
            self._at_the_door -= 1

    async def _kept(self, stream: Stream, receive: Receive, send: Send) -> None:
        self.hub.streams.add(stream)
        try:
            await self.hub.catch_up(stream)
            await send_until_gone(stream, receive, send)
        finally:
            self.hub.streams.discard(stream)

    def _count_of(self, person_id: int | None) -> int:
        return sum(stream.actor.person_id == person_id for stream in self.hub.streams)

    async def _probe(self, scope: Scope, send: Send) -> None:
        if scope["path"] == READY and not self.hub.is_at_work:
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        response = await self.hub.ask(self.hub.reception.answer, scope)
        content: bytes = response.content  # type: ignore[attr-defined]
        headers = [*GUARDS, (b"content-type", b"application/json")]
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": content})


async def _refuse(send: Send, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": status, "headers": GUARDS})
    await send({"type": "http.response.body", "body": b""})
