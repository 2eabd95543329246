"""Texts as the typeface can show them: a PDF for the archive may not hold a glyph that is none."""

import re
from functools import cache

import font_source_sans_pro as typeface
from fontTools.ttLib import TTFont

from handschlag.core.paper.parts import Value

MISSING = "?"
LONGEST_RUN = 24
BREAK = "\u200b"
_run = re.compile(rf"[^\s{BREAK}]{{{LONGEST_RUN}}}(?=\S)")
SPACES = {ord(c): " " for c in "\t\n\r\v\f\u2028\u2029"}


def legible(value: Value) -> Value:
    """Each text within `value` without invisible steering marks and with words that can break."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [legible(part) for part in value]
    return {name: legible(part) for name, part in value.items()}


def _text(text: str) -> str:
    shown = "".join(
        char if ord(char) in _glyphs() else MISSING
        for char in text.translate(SPACES)
        if char.isprintable() or char in " \u00a0\u202f"
    )
    return _run.sub(rf"\g<0>{BREAK}", shown)


@cache
def _glyphs() -> frozenset[int]:
    """The characters that both weights have."""
    return _glyphs_in(typeface.SourceSansPro) & _glyphs_in(typeface.SourceSansProSemibold)


def _glyphs_in(path: str) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
