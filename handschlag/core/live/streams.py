"""What is sent to one open page, and how much may wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from handschlag.core.actor import Actor
from handschlag.core.http.headers import HEADERS as EVERYWHERE
from handschlag.core.live.visitors import Scope

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_WAITING = 64
HEARTBEAT_AFTER = 20.0
SLOWEST = 30.0
MOST_DIGITS = 16
CHANGED, ANEW = "changed", "anew"
GREETING = b"retry: 3000\n\n"
HEARTBEAT = b": \n\n"
END = b""
GUARDS = [
    *((name.lower().encode(), value.encode()) for name, value in EVERYWHERE.items()),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
]
HEADERS = [
    *GUARDS,
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]


@dataclass(eq=False, slots=True)
class Stream:
    """One open page; `waiting` is what it has not been sent yet, END closes it."""

    scope: Scope
    actor: Actor
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    @property
    def since(self) -> int:
        """When the page was rendered, in milliseconds; 0 when it does not say so."""
        said = parse_qs(self.scope["query_string"]).get(b"since", [b""])[0]
        return int(said) if said.isdigit() and len(said) < MOST_DIGITS else 0

    def tell(self, message: bytes) -> None:
        """A page that does not keep up is sent away; it comes back and looks anew."""
        if self.waiting.full():
            self.end()
        else:
            self.waiting.put_nowait(message)

    def end(self) -> None:
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(END)


def message(name: str, moment: int, data: str = "") -> bytes:
    """One event of the format of server-sent events; its id is when it was told."""
    return f"id: {moment}\nevent: {name}\ndata: {data}\n\n".encode()


async def send_until_gone(stream: Stream, receive: Receive, send: Send) -> None:
    """A reader who takes nothing for SLOWEST seconds is given up: what waits for them is bounded,
    but they would hold their place for ever."""
    watch = asyncio.create_task(_end_when_gone(stream, receive))
    try:
        start = {"type": "http.response.start", "status": HTTPStatus.OK, "headers": HEADERS}
        await _send(send, start)
        await _send(send, _part(GREETING))
        while (text := await _next(stream)) != END:
            await _send(send, _part(text))
        await _send(send, {"type": "http.response.body", "body": b""})
    except TimeoutError:
        stream.end()
    finally:
        watch.cancel()


async def _next(stream: Stream) -> bytes:
    try:
        return await asyncio.wait_for(stream.waiting.get(), HEARTBEAT_AFTER)
    except TimeoutError:
        return HEARTBEAT


async def _end_when_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _part(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _send(send: Send, message: dict[str, Any]) -> None:
    async with asyncio.timeout(SLOWEST):
        await send(message)
