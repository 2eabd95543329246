"""Values as a spreadsheet may have them: a text is never run as a formula."""

import re
from datetime import date, datetime
from decimal import Decimal
from unicodedata import category

FORMULA_STARTS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
CELL_BREAKS = frozenset("\t\r\n\x00")
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)*")
BLANK = {"Cc", "Cf", "Zl", "Zp", "Zs"}
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Value = str | int | Decimal | date | datetime | None


def defused(value: str) -> str:
    """A text that a spreadsheet shows as text, never runs as a formula."""
    if NEGATIVE.fullmatch(value):
        return value
    # Each program skips blanks of its own before it looks for a formula.
    begins = next((letter for letter in value if category(letter) not in BLANK), "")
    runs = begins in FORMULA_STARTS or value[:1] in CELL_BREAKS
    return f"'{value}" if runs else value


def printable(text: str) -> str:
    """Without what the XML of a workbook cannot hold."""
    return UNPRINTABLE.sub("", text)
