"""From a cell to a value: texts, numbers and times as German and English systems write them.

Cells of a CSV file are texts; those of a Parquet file have types of their own.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handschlag.connectors.files.refusals import BadValue, Reason

Parser = Callable[[Any], Any]

LONGEST_NUMBER = 40
LARGEST = Decimal(10) ** 9
YEARS = range(1900, 2100)
FIGURES = {
    ".": re.compile(
        r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?"
    ),
    ",": re.compile(r"[+-]?(?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
}
GERMAN_MOMENT = re.compile(
    r"([0-3]?[0-9])\.([01]?[0-9])\.([0-9]{4})(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)


def text(limit: int, *, required: bool = False) -> Parser:
    def parse(given: Any) -> str:
        written = _written(given)
        if len(written) > 4 * limit:
            raise BadValue(Reason.TOO_LONG)
        kept = written.strip()
        if required and not kept:
            raise BadValue(Reason.EMPTY)
        if len(kept) > limit:
            raise BadValue(Reason.TOO_LONG)
        _refuse_unstorable(kept)
        return kept

    return parse


def number(decimal_mark: str, *, places: int) -> Parser:
    """Rounds to `places`, since floats carry noise."""
    figure, smallest = FIGURES[decimal_mark], Decimal(1).scaleb(-places)

    def read(given: str) -> Decimal:
        written = given.strip()
        if written.endswith("-"):
            written = "-" + written[:-1]
        if not figure.fullmatch(written):
            raise BadValue(Reason.NUMBER if written else Reason.EMPTY)
        plain = written.replace("." if decimal_mark == "," else ",", "").replace(" ", "")
        return _storable(Decimal(plain.replace(decimal_mark, ".")), smallest)

    def parse(given: Any) -> Decimal:
        if isinstance(given, str):
            if len(given) > LONGEST_NUMBER:
                raise BadValue(Reason.NUMBER)
            return read(given)
        return _storable(_number_of(given), smallest)

    return parse


def moment(zone: ZoneInfo, date_format: str | None) -> Parser:
    """`date_format` is one of `datetime.strptime`, for files that write dates otherwise."""

    def parse(given: Any) -> datetime:
        if given is None:
            raise BadValue(Reason.EMPTY)
        if isinstance(given, datetime):
            return _aware(given, zone)
        if isinstance(given, date):
            return _aware(datetime.combine(given, time()), zone)
        if not isinstance(given, str) or len(given) > LONGEST_NUMBER:
            raise BadValue(Reason.MOMENT)
        return _aware(_moment_of(given.strip(), date_format), zone)

    return parse


def decimal_mark_of(cells: list[str]) -> str:
    """The mark that more of these cells speak for; a point when none does."""
    written = [cell.strip() for cell in cells]
    comma = sum(FIGURES["."].fullmatch(cell) is None for cell in written if "," in cell)
    point = sum(FIGURES[","].fullmatch(cell) is None for cell in written if "." in cell)
    return "," if comma > point else "."


def _written(given: Any) -> str:
    """Empty for nothing and for not-a-number, which tables of floats use for nothing."""
    if isinstance(given, str):
        return given
    if given is None or given != given:  # noqa: PLR0124  only not-a-number differs from itself
        return ""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise BadValue(Reason.KIND)
    if not math.isfinite(given):
        raise BadValue(Reason.NUMBER)
    whole = int(given)
    return str(whole if whole == given else given)


def _refuse_unstorable(written: str) -> None:
    if written.isascii() and "\0" not in written:
        return
    if "\0" in written:
        raise BadValue(Reason.CONTROL)
    if any("\ud800" <= character <= "\udfff" for character in written):
        raise BadValue(Reason.ENCODING)


def _number_of(given: Any) -> Decimal:
    if given is None or given != given:  # noqa: PLR0124  only not-a-number differs from itself
        raise BadValue(Reason.EMPTY)
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise BadValue(Reason.NUMBER)
    return given if isinstance(given, Decimal) else Decimal(repr(given))


def _storable(value: Decimal, smallest: Decimal) -> Decimal:
    if not value.is_finite():
        raise BadValue(Reason.NUMBER)
    if abs(value) >= LARGEST:
        raise BadValue(Reason.TOO_LARGE)
    return value.quantize(smallest, rounding=ROUND_HALF_UP)


def _moment_of(written: str, date_format: str | None) -> datetime:
    if not written:
        raise BadValue(Reason.EMPTY)
    try:
        if date_format:
            return datetime.strptime(written, date_format)  # noqa: DTZ007  the zone comes next
        german = GERMAN_MOMENT.fullmatch(written)
        if german is None:
            return datetime.fromisoformat(written)
        day, month, year, hour, minute, second = (int(part or 0) for part in german.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the zone comes next
    except ValueError:
        raise BadValue(Reason.MOMENT) from None


def _aware(given: datetime, zone: ZoneInfo) -> datetime:
    if given.year not in YEARS:
        raise BadValue(Reason.MOMENT)
    return given if given.tzinfo else given.replace(tzinfo=zone)
