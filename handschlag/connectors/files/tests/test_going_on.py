"""An import that was left waiting: gone on with, or forgotten when it cannot be."""

from pathlib import Path

import pytest

from handschlag.connectors.files.models import ImportRun, StagedLine
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.refusals import ImportRefused
from handschlag.connectors.files.reports import Count
from handschlag.connectors.files.tests import contents
from handschlag.connectors.files.tests.making import EVERY_KIND, line, write_csv
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting

pytestmark = pytest.mark.usefixtures("committed_db")

BY = system_actor("test")
READING, TAKING_IN = ImportRun.Step.READING, ImportRun.Step.TAKING_IN


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A file whose import was stopped when its customers had been taken in."""
    path = write_csv(tmp_path / "history.csv", EVERY_KIND)

    def stop(step: str, _done: int, _size: int) -> None:
        if step == TAKING_IN:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_orders(path, progress=stop)
    return path


def steps_of(path: Path) -> list[tuple[str, int]]:
    steps: list[tuple[str, int]] = []
    report = import_orders(path, progress=lambda step, done, _size: steps.append((step, done)))
    assert report.counts["customers"] == Count(created=2)
    assert report.counts["invoices"] == Count(created=2)
    assert report.reconciliation.total == report.reconciliation.said
    return steps


def runs() -> list[tuple[str, str]]:
    with acting(BY):
        return list(ImportRun.objects.order_by("id").values_list("file_name", "step"))


def test_same_file_goes_on_where_it_stopped(history: Path) -> None:
    assert runs() == [("history.csv", TAKING_IN)]
    steps = steps_of(history)
    assert steps[0] == (TAKING_IN, 1)
    assert READING not in dict(steps)
    assert runs() == [("history.csv", ImportRun.Step.FINISHED)]


def test_dry_run_in_between_leaves_it_waiting(history: Path) -> None:
    before = contents.exactly()
    assert import_orders(history, dry_run=True).counts["customers"] == Count(created=2)
    assert contents.exactly() == before
    assert steps_of(history)[0] == (TAKING_IN, 1)


def test_another_file_takes_its_place(history: Path, tmp_path: Path) -> None:
    other = write_csv(tmp_path / "other.csv", [line("7001")])
    assert import_orders(other).counts["orders"] == Count(created=1)
    assert runs() == [("other.csv", ImportRun.Step.FINISHED)]
    staging = ("connector_files_stagedline", "connector_files_stageddocument")
    assert contents.rows_in(*staging) == [0, 0]


def test_file_that_is_refused_takes_nobodys_place(history: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.touch()
    with pytest.raises(ImportRefused):
        import_orders(other)
    assert steps_of(history)[0] == (TAKING_IN, 1)


def test_staging_that_a_crash_has_emptied_is_read_again(history: Path) -> None:
    with acting(BY):
        StagedLine.objects.all().delete()
    report = import_orders(history)
    assert report.counts["customers"] == Count(unchanged=2)
    assert report.counts["invoices"] == Count(created=2)
    assert report.reconciliation.lines == len(EVERY_KIND)
