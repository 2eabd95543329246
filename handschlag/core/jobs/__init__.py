"""Work after commit: queued in the transaction of the change that wants it.

A job runs at least once, so it must be idempotent; it opens its own `acting`, and makes no
network call inside it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

F = TypeVar("F", bound=Callable[..., Any])

PATIENT = RetryStrategy(max_attempts=10, exponential_wait=3)


def job(*, queue: str, cron: str = "") -> Callable[[F], Task]:
    """Make a job of a module-level function in a room's `jobs.py`; queue it with `.defer(...)`.

    Arguments are JSON. A failure is tried again with growing pauses for about a day. One with
    `cron` queues itself, once however many workers there are, with the `timestamp` of its turn.
    """

    def declare(function: F) -> Task:
        name = f"{function.__module__.removeprefix('handschlag.')}.{function.__name__}"
        task = app.task(name=name, queue=queue, retry=PATIENT)(function)
        return app.periodic(cron=cron)(task) if cron else task

    return declare
