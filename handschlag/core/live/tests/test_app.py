import asyncio
from functools import partial
from typing import Any

import pytest

from handschlag.core.live.app import LiveApplication


async def asked(application: LiveApplication) -> list[Any]:
    """What `/readyz` answers: status, and none for the body."""
    sent: list[dict[str, Any]] = []

    async def send(part: dict[str, Any]) -> None:
        sent.append(part)

    await application({"type": "http", "path": "/readyz"}, receive, send)
    return [part.get("status") for part in sent]


def test_whoever_does_not_hear_the_database_is_not_ready() -> None:
    assert asyncio.run(asked(LiveApplication())) == [503, None]


@pytest.mark.parametrize("broken", ["_listen", "_pass_on", "_look_again"])
def test_whoever_lost_a_task_is_not_ready(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """Each of the three is needed: hearing, passing on, and looking whether rights still hold."""
    application = LiveApplication()
    for name in ("_listen", "_pass_on", "_look_again"):
        work = _end if name == broken else _go_on
        monkeypatch.setattr(application.hub, name, partial(work, application))

    async def lose_one() -> list[Any]:
        application.hub.start()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        answer = await asked(application)
        await application.hub.stop()
        return answer

    assert asyncio.run(lose_one()) == [503, None]


async def _end(_: LiveApplication) -> None:
    raise ValueError("lost")


async def _go_on(application: LiveApplication) -> None:
    application.hub._hears = True
    await asyncio.Event().wait()


async def receive() -> dict[str, Any]:
    raise AssertionError("nothing is read")
