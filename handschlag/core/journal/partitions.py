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
        cursor.execute("select to_regclass(%s)", [partition_name(month)])
        if cursor.fetchone()[0] is None:
            _make_partition(cursor, month)


def _make_partition(cursor: CursorWrapper, month: date) -> None:
    """Entries that found no partition wait in the default one, which then refuses a new one."""
    name, until = partition_name(month), month + relativedelta(months=1)
    cursor.execute(f"create table {name} (like core_journal including all)")
    cursor.execute(
        "with late as (delete from core_journal_default"
        " where recorded_at >= %s and recorded_at < %s returning *)"
        f" insert into {name} select * from late",
        [month, until],
    )
    cursor.execute(
        f"alter table core_journal attach partition {name}"
        f" for values from ('{month}') to ('{until}')"
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
