"""Many open pages in one process: what each holds, and how long it takes to tell all of them."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.processes import Served

HEAD_ENDS, EVENT = b"\r\n\r\n", b"event: changed"
AT_ONCE = 40
TIMES = 7
Tell = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Told:
    """`milliseconds` from a change until the last has heard, `processor` those of the server."""

    listeners: int
    kilobytes_each: float
    milliseconds: float
    processor: float


def told(server: Served, path: str, cookies: list[str], tell: Tell) -> Told:
    return asyncio.run(_told(server, path, cookies, tell))


async def _told(server: Served, path: str, cookies: list[str], tell: Tell) -> Told:
    before = sum(server.megabytes())
    door = asyncio.Semaphore(AT_ONCE)
    streams = await asyncio.gather(*(_come(server, path, cookie, door) for cookie in cookies))
    readers = [reader for reader, _ in streams]
    each = (sum(server.megabytes()) - before) * 1024 / len(readers)
    begin = server.processor_seconds()
    waits = [await _hear(readers, tell) for _ in range(TIMES)]
    used = (server.processor_seconds() - begin) / TIMES
    return Told(len(readers), each, statistics.median(waits) * 1000, used * 1000)


async def _come(
    server: Served, path: str, cookie: str, door: asyncio.Semaphore
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
    async with door:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(request.encode())
        answer = await reader.readuntil(HEAD_ENDS)
        if b" 200 " not in answer:
            raise RuntimeError(f"a listener was answered {answer[:40]!r}")
        return reader, writer


async def _hear(readers: list[asyncio.StreamReader], tell: Tell) -> float:
    begin = time.perf_counter()
    hearing = [asyncio.ensure_future(reader.readuntil(EVENT)) for reader in readers]
    await asyncio.to_thread(tell)
    await asyncio.gather(*hearing)
    return time.perf_counter() - begin
