"""Servers as processes of their own: what they have used of the processor, and their memory."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

import psutil

PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    process: psutil.Process

    def processor_seconds(self) -> float:
        """With what its processes have used that have ended already."""
        return sum(sum(process.cpu_times()[:4]) for process in self._tree())

    def megabytes(self) -> list[float]:
        """The proportional share of each process, the largest first."""
        return sorted((p.memory_full_info().pss / 2**20 for p in self._tree()), reverse=True)

    def _tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@contextmanager
def served(port: int, *command: str) -> Iterator[Served]:
    """Runs a Python module until the block ends."""
    with subprocess.Popen([sys.executable, "-m", *command]) as process:
        try:
            _wait_until_there(port, process)
            yield Served(port, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_until_there(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, HTTPException):
            HTTPConnection("127.0.0.1", port, timeout=PATIENCE).request("GET", "/healthz")
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not serve on port {port}")
