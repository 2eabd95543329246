"""Monthly partitions of the journal: made by `migrate`, 24 months ahead."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

MONTHS_AHEAD = 24


def ensure_partitions(cursor: CursorWrapper) -> None:
    first = timezone.now().date().replace(day=1)
    for offset in range(MONTHS_AHEAD + 1):
        month = first + relativedelta(months=offset)
        cursor.execute(
            f"create table if not exists {partition_name(month)} partition of core_journal"
            f" for values from ('{month}') to ('{month + relativedelta(months=1)}')"
        )


def months_ahead(cursor: CursorWrapper) -> int:
    """How many months from now have a partition already; `doctor` warns when few are left."""
    cursor.execute(
        "select count(*) from pg_inherits where inhparent = 'core_journal'::regclass"
        " and inhrelid::regclass::text ~ '_[0-9]{4}_[0-9]{2}$'"
        " and inhrelid::regclass::text > %s",
        [partition_name(timezone.now().date())],
    )
    return int(cursor.fetchone()[0])


def partition_name(month: date) -> str:
    return f"core_journal_{month:%Y_%m}"
