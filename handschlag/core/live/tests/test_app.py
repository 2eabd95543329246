import asyncio
from typing import Any

from handschlag.core.live.app import LiveApplication


def test_whoever_does_not_hear_the_database_is_not_ready() -> None:
    sent: list[dict[str, Any]] = []

    async def send(part: dict[str, Any]) -> None:
        sent.append(part)

    asyncio.run(LiveApplication()({"type": "http", "path": "/readyz"}, receive, send))
    assert [part.get("status") for part in sent] == [503, None]


async def receive() -> dict[str, Any]:
    raise AssertionError("nothing is read")
