"""Values as a spreadsheet may have them: a text is never run as a formula."""

import re
from datetime import date, datetime
from decimal import Decimal

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Value = str | int | Decimal | date | datetime | None


def defused(value: str) -> str:
    """A text that a spreadsheet shows as text, never runs as a formula."""
    begins = value.lstrip(" \xa0\u3000\ufeff")
    return f"'{value}" if begins.startswith(FORMULA_STARTS) else value


def printable(text: str) -> str:
    """Without what the XML of a workbook cannot hold."""
    return UNPRINTABLE.sub("", text)
