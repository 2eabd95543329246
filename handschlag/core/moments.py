"""Days and times as the reader writes them, in the portal's zone."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def short_day(moment: date | None) -> str:
    """`12.11.2026`, for tables."""
    return _shown(_day(_local(moment)), get_language()) if moment else ""


def long_day(moment: date | None) -> str:
    """`12. November 2026`, for sentences."""
    return date_format(_local(moment), "DATE_FORMAT") if moment else ""


def as_of(moment: datetime) -> str:
    """`heute, 08:15 Uhr` or `12.11.2026, 08:15 Uhr`: how old a figure is."""
    local = timezone.localtime(moment)
    clock = date_format(local, "TIME_FORMAT")
    if local.date() == timezone.localdate():
        return _("today, %(time)s") % {"time": clock}
    return _("%(day)s, %(time)s") % {"day": short_day(local), "time": clock}


def today() -> date:
    """The day in the portal's zone: what "due" counts by."""
    return timezone.localdate()


@lru_cache(maxsize=4_000)
def _shown(day: date, _language: str | None) -> str:
    """A list has dozens of days, and most of them stand in other lists too."""
    return date_format(day, "SHORT_DATE_FORMAT")


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _local(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment
