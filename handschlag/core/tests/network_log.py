"""Whom the process asks over the network, as Python itself tells."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_open: list[set[str]] = []


def _note(event: str, details: tuple[Any, ...]) -> None:
    if not _open:
        return
    if event == "socket.connect" and isinstance(details[1], tuple):
        _open[-1].add(str(details[1][0]))
    elif event == "socket.getaddrinfo":
        _open[-1].add(str(details[0]))


sys.addaudithook(_note)


@contextmanager
def asked_hosts() -> Iterator[set[str]]:
    """Names looked up and addresses connected to while the block runs, by all threads."""
    _open.append(set())
    try:
        yield _open[-1]
    finally:
        _open.pop()
