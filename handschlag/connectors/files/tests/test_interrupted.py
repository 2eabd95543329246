"""An import that is killed goes on where it stopped, and ends as if nothing had been."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from handschlag.connectors.files import arranging, staging
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.reports import ImportReport
from handschlag.connectors.files.tests import contents, victim
from handschlag.connectors.files.tests.making import line, write_csv
from handschlag.core.tests import databases

KILLS, MOST = 30, 25
DOCUMENTS = 1_500
LONGEST_PAUSE = 0.03
ORDER = {"reading": 0, "taking_in": 1}
URLS = ("DATABASE_URL", "HANDSCHLAG_OWNER_DATABASE_URL")


Moment = tuple[int, int]


class Victim:
    """The process of `victim`, and the import that it runs just now."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, path: Path) -> int:
        assert self._process.stdin
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return int(self._next()[1])

    def kill_at(self, moment: Moment, pid: int, pause: float) -> int:
        """Returns how the import ended, which it may have done before."""
        while (said := self._next())[0] == "step" and (ORDER[said[1]], int(said[2])) < moment:
            pass
        if said[0] == "ended":
            return int(said[1])
        time.sleep(pause)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return self.end()

    def end(self) -> int:
        while (said := self._next())[0] != "ended":
            pass
        return int(said[1])

    def _next(self) -> list[str]:
        assert self._process.stdout
        return self._process.stdout.readline().split()


@contextmanager
def victim_on(database: str) -> Iterator[Victim]:
    urls = {url: urlsplit(os.environ[url])._replace(path=f"/{database}").geturl() for url in URLS}
    with subprocess.Popen(
        [sys.executable, victim.__file__],
        env={**os.environ, **urls, "DJANGO_SETTINGS_MODULE": "handschlag.config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Victim(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Invoices with credit notes, bookings, lines without customer, and rows to be refused."""
    chance = random.Random(7)
    lines = []
    for number in range(DOCUMENTS):
        day = f"2026-{1 + number * 9 // DOCUMENTS:02}-{1 + number % 28:02} 09:{number % 60:02}"
        customer = "" if number % 11 == 0 else str(20_000 + number % 40)
        prefix = "C" if number % 7 == 3 else "A" if number % 50 == 9 else ""
        sign = -1 if prefix == "C" else 1
        lines += [
            line(
                f"{prefix}{5000 + number}",
                stock_code=f"K-{chance.randrange(6)}",
                quantity="none" if chance.random() < 0.01 else sign * chance.randrange(1, 5),
                invoice_date=day,
                customer_id=customer,
            )
            for _ in range(1 if prefix == "A" else chance.randrange(1, 6))
        ]
    return write_csv(tmp_path / "history.csv", lines)


def undisturbed(path: Path) -> tuple[ImportReport, list[Moment]]:
    moments: list[Moment] = []
    report = import_orders(
        path, progress=lambda step, done, _size: moments.append((ORDER[step], done))
    )
    return report, moments


def kill_often(database: str, path: Path, moments: list[Moment]) -> list[int]:
    """How each import ended; the last one is left alone."""
    chance = random.Random(11)
    ends = []
    with victim_on(database) as process:
        for moment in sorted(chance.sample(moments[:-1], KILLS)):
            pid = process.begin(path)
            ends.append(process.kill_at(moment, pid, chance.uniform(0, LONGEST_PAUSE)))
        process.begin(path)
        ends.append(process.end())
    return ends


@pytest.mark.feature("N21", part="the pilot customers")
def test_killed_import_ends_as_an_undisturbed_one(
    committed_db: str, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "ROWS_PER_CHUNK", victim.SMALL)
    monkeypatch.setattr(arranging, "LINES_PER_CHUNK", victim.SMALL)
    report, moments = undisturbed(history)
    expected = contents.by_number()
    databases.empty()
    connection.close()
    ends = kill_often(committed_db, history, moments)
    assert ends[-1] == 0
    assert ends.count(-signal.SIGKILL) >= MOST, "most kills must hit a running import"
    assert contents.by_number() == expected
    again = import_orders(history)
    assert again.reconciliation == report.reconciliation
    assert (again.refused, again.unlinked) == (report.refused, report.unlinked)
    assert {count.created + count.changed for count in again.counts.values()} == {0}
