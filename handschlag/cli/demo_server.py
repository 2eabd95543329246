"""The serving half of the demo: one port for pages, a mail server and the jobs in threads."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from aiosmtpd.controller import Controller

from handschlag.cli.live import SECONDS_TO_FINISH, LiveServer, config_of

KEPT_MAILS = 200
PAGE_THREADS = 6


def serve(door: socket.socket, mail_port: int, mail_folder: Path) -> None:
    """Serve until SIGINT or SIGTERM, then end the threads too."""
    from handschlag.config.wsgi import application
    from handschlag.core.live import PLACE
    from handschlag.core.live.app import LiveApplication

    pages: Any = WSGIMiddleware(cast("Any", application), workers=PAGE_THREADS)
    live = LiveApplication()

    async def one_port(scope: Any, receive: Any, send: Any) -> None:
        is_live = scope["type"] == "lifespan" or scope["path"] == f"/{PLACE}"
        await (live if is_live else pages)(scope, receive, send)

    # uvicorn raises the signal again when it has finished, which is what ends the block.
    with _mail_server(mail_port, mail_folder), _worker(), suppress(KeyboardInterrupt):
        LiveServer(config_of(one_port), live.hub).run(sockets=[door])


class _Keeper:
    """Keeps the newest mails as files, for the page that shows them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        (self.folder / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT_MAILS]:
            old.unlink()
        return "250 OK"


@contextmanager
def _mail_server(port: int, folder: Path) -> Iterator[None]:
    controller = Controller(_Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@contextmanager
def _worker() -> Iterator[None]:
    from handschlag.core.jobs.worker import worker_app

    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with worker_app().open_async() as app:
            await app.run_worker_async(install_signal_handlers=False)

    task = loop.create_task(run())
    thread = threading.Thread(target=_until_cancelled, args=(loop, task), daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=SECONDS_TO_FINISH)


def _until_cancelled(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        loop.close()
