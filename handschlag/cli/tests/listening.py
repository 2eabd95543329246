"""A running `handschlag live`, and browsers that listen to it as somebody."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.test import Client

from handschlag.cli.live import LiveServer, config_of
from handschlag.cli.tests.commands import free_port
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.live.app import LiveApplication
from handschlag.core.live.recent import SPARE_MILLISECONDS, now
from handschlag.platform.identity.models import Login

SYSTEM = system_actor("test")
HOST = "localhost"
PATIENCE = 10
BACKEND = settings.AUTHENTICATION_BACKENDS[0]

Listen = Callable[..., "Listener"]


@contextmanager
def live_server() -> Iterator[LiveServer]:
    application = LiveApplication()
    config = config_of(application, host="127.0.0.1", port=free_port())
    running = LiveServer(config, application.hub)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        wait_until_ready(running.config.port)
        yield running
    finally:
        running.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


@contextmanager
def listeners(server: LiveServer) -> Iterator[Listen]:
    opened: list[Listener] = []

    def listen(email: str, *, since: int = 0) -> Listener:
        opened.append(Listener(server, cookies_of(signed_in(email)), since))
        return opened[-1]

    yield listen
    for listener in opened:
        listener.close()


class Listener:
    """A browser that listens as somebody."""

    def __init__(
        self, server: LiveServer, cookies: str = "", since: int = 0, **headers: str
    ) -> None:
        self._connection = reached(server.config.port)
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"Host": HOST, "Cookie": cookies, **said}
        self._connection.request("GET", f"/live/?since={since or rendered()}", headers=headers)
        self.answer = self._connection.getresponse()
        self.status = self.answer.status
        if self.status == 200:
            assert self._line() == "retry: 3000"

    def told(self) -> str:
        """The next event with its data, or "end" when the stream has ended."""
        while line := self._line():
            if line.startswith("event: "):
                return f"{line[7:]} {self._line()[6:]}".strip()
        return "end"

    def close(self) -> None:
        self._connection.close()

    def _line(self) -> str:
        while raw := self.answer.readline():
            if line := raw.decode().strip():
                return line
        return ""


def reached(port: int) -> http.client.HTTPConnection:
    for _ in range(PATIENCE * 20):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.connect()
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
        else:
            return connection
    raise AssertionError("the server does not answer")


def rendered() -> int:
    """Of a page as late after the server's start as it takes to know what came before it."""
    return now() + SPARE_MILLISECONDS


def wait_until_ready(port: int) -> None:
    while answered(port, "/readyz") != 200:
        threading.Event().wait(0.02)


def answered(port: int, path: str) -> int:
    with closing(reached(port)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def signed_in(email: str) -> Client:
    with acting(SYSTEM, at_gate=True):
        browser = Client()
        browser.force_login(Login.objects.get(email=email), BACKEND)
    return browser


def cookies_of(browser: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
