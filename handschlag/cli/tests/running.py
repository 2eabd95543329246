"""Processes that stay (`web`, `worker`), and a visitor who looks at what they serve."""

import http.cookiejar
import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin

from handschlag.cli.tests.commands import PATIENCE, environment

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@contextmanager
def staying(*words: str, log: Path, **variables: str) -> Iterator[None]:
    """`handschlag WORDS` in the background, ended in order after the block."""
    command = [sys.executable, "-m", "handschlag", *words]
    with log.open("wb") as written:
        running = subprocess.Popen(
            command, env=environment(**variables), stdout=written, stderr=written
        )
    try:
        yield
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=PATIENCE)


def logged(log: Path) -> list[dict[str, object]]:
    """Each line of a log, which is one JSON object."""
    return [json.loads(line) for line in log.read_text().splitlines()]


class Visitor:
    """A browser without scripts: keeps cookies, follows redirects, sends forms with their token."""

    def __init__(self, address: str) -> None:
        self.url, self.page = address, ""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def open(self, path: str, form: dict[str, str] | None = None) -> int:
        """The status of the answer; `page` and `url` are what the visitor sees then."""
        sent = urlencode(form).encode() if form else None
        request = urllib.request.Request(urljoin(self.url, path), sent, {"Referer": self.url})
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.url, self.page, self.headers = answer.url, answer.read().decode(), answer.headers
            return int(answer.status)

    def send(self, **fields: str) -> int:
        token = TOKEN.search(self.page)
        assert token, self.page
        return self.open(self.url, {"csrfmiddlewaretoken": token[1], **fields})

    def wait_for(self, path: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.open(path) == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"{path} did not answer with 200: {self.page}")
