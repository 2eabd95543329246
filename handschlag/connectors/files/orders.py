"""Imports the order history of another system: the door of this room."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handschlag.connectors.files import reports
from handschlag.connectors.files.actions import conclude_import, release_lines
from handschlag.connectors.files.arranging import arrange
from handschlag.connectors.files.mapping import Mapping, load
from handschlag.connectors.files.models import Finding, ImportRun, StagedDocument, StagedLine
from handschlag.connectors.files.reconciling import reconcile
from handschlag.connectors.files.referring import refer
from handschlag.connectors.files.refusals import ImportRefused
from handschlag.connectors.files.reports import Count, ImportReport
from handschlag.connectors.files.sources import Source, open_source, sha256_of
from handschlag.connectors.files.staging import Reader, keep
from handschlag.connectors.files.taking_in import take_in
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.portals.queries import first_host, portal_at

Progress = Callable[[str, int, int], None]

LOCK = 0x48_53_03
WAITS, PAUSE = 60, 0.5
LONGEST_NAME = 255
BY = system_actor("import")
Step = ImportRun.Step


def no_progress(step: str, done: int, size: int) -> None:
    """For callers that nobody watches."""


def import_orders(
    path: Path,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    report: Path | None = None,
    progress: Progress = no_progress,
) -> ImportReport:
    """Take in the customers, orders, invoices, credit notes and bookings of a file.

    Goes on where an interrupted import of the same file stopped; the same file again changes
    nothing. `dry_run` does all of it and takes it back. `report` gets the rows that were
    refused, `progress` the step and how much of it is done. Raises ImportRefused, with
    nothing changed, when the file or the mapping cannot be used.
    """
    said = load(mapping)
    source = open_source(path, said.columns.named())
    if report:
        reports.ensure_writable(report, path)
    with _one_at_a_time(), _taken_back(when=dry_run):
        run = _begin(path, said)
        _read(run, source, said, progress)
        _take_in(run, said, progress)
        return _conclude(run, said, report, dry_run=dry_run)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Waits for what a killed import left running; the lock ends with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("set client_connection_check_interval = '1s'")
        for _attempt in range(WAITS):
            cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone()[0]:
                break
            time.sleep(PAUSE)
        else:
            raise ImportRefused(_("Another import is running. Try again when it has ended."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _taken_back(*, when: bool) -> Iterator[None]:
    if not when:
        yield
        return
    with acting(BY):
        yield
        transaction.set_rollback(True)


def _begin(path: Path, mapping: Mapping) -> ImportRun:
    """The interrupted run of this very file, or a new one; others that wait are forgotten."""
    sha256 = sha256_of(path)
    with acting(BY):
        found = None
        for run in ImportRun.objects.exclude(step=Step.FINISHED):
            if _is_complete(run) and (run.sha256, run.mapping) == (sha256, mapping.digest):
                found = run
            else:
                _forget(run)
        return found or ImportRun.objects.create(
            sha256=sha256,
            mapping=mapping.digest,
            file_name=path.name[-LONGEST_NAME:],
            system=mapping.system,
            started_at=timezone.now(),
        )


def _is_complete(run: ImportRun) -> bool:
    """False when the database crashed meanwhile and emptied its unlogged tables."""
    return StagedLine.objects.filter(run=run).count() == run.staged


def _forget(run: ImportRun) -> None:
    _clear(run)
    Finding.objects.filter(run=run).delete()
    run.delete()


def _clear(run: ImportRun) -> None:
    StagedLine.objects.filter(run=run).delete()
    StagedDocument.objects.filter(run=run).delete()


def _read(run: ImportRun, source: Source, mapping: Mapping, progress: Progress) -> None:
    if run.step != Step.READING:
        return
    reader = Reader(source, mapping)
    try:
        for chunk in reader.chunks(run):
            with acting(BY):
                keep(run, chunk, reader.copy)
            progress(Step.READING, chunk.done, source.size)
    except ImportRefused:
        with acting(BY):
            _forget(run)
        raise
    with acting(BY):
        arrange(run, mapping)


def _take_in(run: ImportRun, mapping: Mapping, progress: Progress) -> None:
    for chunk in range(run.chunk, run.chunks + 1):
        with acting(BY):
            take_in(BY, run, mapping, chunk)
            run.chunk = chunk + 1
            run.save(update_fields=["chunk", "counts"])
        progress(Step.TAKING_IN, chunk, run.chunks)


def _conclude(
    run: ImportRun, mapping: Mapping, report: Path | None, *, dry_run: bool
) -> ImportReport:
    with acting(BY):
        refer(run)
        release_lines(BY, run=run)
        conclude_import(BY, run=run)
        portal = portal_at(first_host())
        result = ImportReport(
            is_dry_run=dry_run,
            rows=run.staged + run.refused,
            refused=run.refused,
            counts={noun: Count(**count) for noun, count in run.counts.items()},
            unlinked=reports.unlinked_of(run),
            currency=mapping.values.currency,
            reconciliation=reconcile(run),
            host=portal.host if portal else None,
        )
        if report:
            reports.write_findings(run, report)
        run.step, run.finished_at = Step.FINISHED, timezone.now()
        run.save(update_fields=["step", "finished_at"])
        _clear(run)
    return result
