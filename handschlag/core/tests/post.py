"""A mail server, and the worker that speaks to it: for tests of rooms that send mail."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from procrastinate.periodic import PeriodicRegistry
from pytest_django import Settings

from handschlag.core.jobs.worker import worker_app


class Post:
    """The other end: keeps what it is given, and how the database was doing meanwhile.

    To the recipients in `answers` it says something of its own; `meanwhile` is done before it
    has taken a mail.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Message]] = []
        self.open_transactions: list[int] = []
        self.answers: dict[str, str] = {}
        self.meanwhile: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        self.open_transactions.append(await asyncio.to_thread(open_transactions))
        await asyncio.to_thread(self.meanwhile)
        return "250 OK"


def open_transactions() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and state like 'idle in transaction%%' and pid <> pg_backend_pid()"
        )
        count = int(cursor.fetchone()[0])
    connections.close_all()
    return count


@pytest.fixture
def port(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # the worker's thread
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", number
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "portal@heizwerk.example"
    return number


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    yield handler
    server.stop()


def work() -> None:
    """What `handschlag worker` does, until the queue is empty; what the clock brings waits."""

    async def run() -> None:
        app = worker_app()
        app.periodic_registry = PeriodicRegistry()
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())


def work_again() -> None:
    """As `work`, when every pause between attempts is over."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
    work()
