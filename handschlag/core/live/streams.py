import asyncio
from dataclasses import dataclass, field

from handschlag.core.actor import Actor
from handschlag.core.live.visitors import Scope

MOST_WAITING = 64
END = b""


@dataclass(eq=False, slots=True)
class Stream:
    """One open page; `waiting` is what it has not been sent yet, END closes it."""

    scope: Scope
    actor: Actor
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

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


def message(name: str, data: str = "") -> bytes:
    """One event of the format of server-sent events."""
    return f"event: {name}\ndata: {data}\n\n".encode()
