"""What came of an import: figures for the screen, and bad rows for a spreadsheet."""

import csv
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from handschlag.connectors.files.models import Finding, ImportRun
from handschlag.connectors.files.reconciling import Reconciliation
from handschlag.connectors.files.refusals import ImportRefused, Reason
from handschlag.core.defusing import defused
from handschlag.core.money import Money


@dataclass(frozen=True, slots=True)
class Count:
    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`counts` by customers, orders, invoices, credit_notes, bookings, lines_apart."""

    is_dry_run: bool
    rows: int
    refused: int
    counts: dict[str, Count]
    unlinked: dict[Reason, int]
    currency: str
    reconciliation: Reconciliation
    host: str | None

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)


def unlinked_of(run: ImportRun) -> dict[Reason, int]:
    reasons = Finding.objects.filter(
        run=run, reason__in=[Reason.NO_INVOICE, Reason.SEVERAL_INVOICES]
    ).values_list("reason", flat=True)
    return {Reason(reason): number for reason, number in Counter(reasons).items()}


def ensure_writable(report: Path, source: Path) -> None:
    """Before anything else is done. Raises ImportRefused."""
    if report.exists() and report.samefile(source):
        raise ImportRefused(_("The report must not be written over the file itself."))
    try:
        report.touch()
    except OSError as error:
        raise ImportRefused(
            _("The report %(file)s cannot be written: %(problem)s.")
            % {"file": report.name, "problem": error.strerror}
        ) from None


def write_findings(run: ImportRun, path: Path) -> None:
    """A CSV that a German Excel opens by a double click; formulas are defused."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([_("Row"), _("Column"), _("Value"), _("Reason")])
        findings = Finding.objects.filter(run=run).order_by("row", "id")
        for finding in findings.iterator():
            writer.writerow(
                [
                    finding.row,
                    defused(finding.column),
                    defused(finding.value),
                    finding.get_reason_display(),
                ]
            )
