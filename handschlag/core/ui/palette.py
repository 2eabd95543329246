"""One brand colour in, a checked palette for light and dark out."""

import hashlib
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.core.ui.oklch import STEP, Oklch, contrast, from_hex

Tokens = dict[str, str]

MAX_CHROMA = 0.20
WORDS = 4.5
SHAPES = 3.0
SUBTLE_WORDS = 7.0
NEARLY_BLACK = 0.25
WHITE = "#ffffff"
# Lightness of each neutral and how much of the neutral chroma it carries.
LIGHT = {
    "canvas": (0.9855, 0.4),
    "surface": (1.0, 0.0),
    "sunken": (0.9608, 0.55),
    "line": (0.8992, 0.75),
    "control": (0.637, 1.07),
    "text": (0.2391, 1.5),
    "muted": (0.5374, 1.33),
}
DARK = {
    "canvas": (0.1886, 1.23),
    "surface": (0.2238, 1.2),
    "sunken": (0.266, 1.15),
    "line": (0.3408, 1.33),
    "control": (0.5408, 1.32),
    "text": (0.9455, 0.62),
    "muted": (0.6602, 1.06),
}
SURFACES = ("canvas", "surface", "sunken")


@dataclass(frozen=True, slots=True)
class Pair:
    """A foreground, and the ratio that it must reach on the worst of its backgrounds."""

    label: Promise
    foreground: str
    backgrounds: tuple[str, ...]
    needed: float


# Ten for each mode.
PAIRS = (
    Pair(_("Text"), "text", SURFACES, SUBTLE_WORDS),
    Pair(_("Quiet text"), "muted", SURFACES, WORDS),
    Pair(_("Links"), "brand-text", SURFACES, WORDS),
    Pair(_("Borders of fields"), "control", SURFACES, SHAPES),
    Pair(_("Mark of what has the focus"), "focus", SURFACES, SHAPES),
    Pair(_("Borders of buttons"), "brand-edge", ("surface",), SHAPES),
    Pair(_("Words on buttons"), "on-fill", ("brand-fill",), WORDS),
    Pair(_("Words on buttons under the pointer"), "on-fill", ("brand-hover",), WORDS),
    Pair(_("Coloured words on the pale brand"), "on-subtle", ("brand-subtle",), SUBTLE_WORDS),
    Pair(_("Text on the pale brand"), "text", ("brand-subtle",), SUBTLE_WORDS),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The contrast of a pair in one of the modes."""

    pair: Pair
    is_dark: bool
    ratio: float

    @property
    def is_readable(self) -> bool:
        return self.ratio >= self.pair.needed


class UnreadablePalette(ValueError):
    """A pair of colours is too close to be read; names the pair and its ratio."""

    def __init__(self, bad: Measured) -> None:
        mode = "dark" if bad.is_dark else "light"
        pair = f"{bad.pair.foreground} on {bad.pair.backgrounds}"
        super().__init__(f"{pair} ({mode}): {bad.ratio:.2f}")
        self.bad = bad


@dataclass(frozen=True, slots=True)
class Palette:
    light: Tokens
    dark: Tokens


@cache
def palette(brand: str) -> Palette:
    """The colours of a portal; raises UnreadablePalette rather than return a bad pair."""
    colour = from_hex(brand)
    made = Palette(light=_tokens(brand, colour, LIGHT), dark=_tokens(brand, colour, DARK))
    verify(made)
    return made


def verify(made: Palette) -> None:
    for bad in measured(made):
        if not bad.is_readable:
            raise UnreadablePalette(bad)


def measured(made: Palette) -> tuple[Measured, ...]:
    """What each pair reaches by the formula of WCAG 2.2, in light and in dark."""
    return tuple(
        Measured(pair, is_dark, _worst(tokens[pair.foreground], _of(tokens, pair.backgrounds)))
        for is_dark, tokens in ((False, made.light), (True, made.dark))
        for pair in PAIRS
    )


def stylesheet(made: Palette) -> str:
    """Custom properties only, each with its light and its dark value."""
    pairs = "".join(
        f"--{name}:light-dark({value},{made.dark[name]});" for name, value in made.light.items()
    )
    return f":root{{{pairs}}}\n"


def sheet(brand: str) -> str:
    return stylesheet(palette(brand))


@cache
def digest(brand: str) -> str:
    """Changes with the sheet: part of its address."""
    return hashlib.sha256(sheet(brand).encode()).hexdigest()[:12]


def _tokens(brand: str, colour: Oklch, neutrals: dict[str, tuple[float, float]]) -> Tokens:
    is_dark = neutrals is DARK
    chroma = min(colour.chroma, MAX_CHROMA)
    tokens = _neutrals(colour, neutrals)
    surfaces = _of(tokens, SURFACES)
    away = STEP if is_dark else -STEP
    start = max(colour.lightness, 0.70) if is_dark else colour.lightness
    tokens["brand-text"] = _readable(colour.at(start, chroma), surfaces, WORDS, away)
    tokens |= _fill(brand, tokens, is_dark=is_dark)
    subtle = colour.at(0.3004, chroma * 0.36) if is_dark else colour.at(0.9548, chroma * 0.19)
    tokens["brand-subtle"] = subtle.hex()
    on_subtle = colour.at(max(start, 0.82) if is_dark else start, chroma)
    tokens["on-subtle"] = _readable(on_subtle, [tokens["brand-subtle"]], SUBTLE_WORDS, away)
    tokens["focus"] = tokens["text"]
    return tokens


def _neutrals(colour: Oklch, neutrals: dict[str, tuple[float, float]]) -> Tokens:
    chroma = min(0.12 * colour.chroma, 0.012)
    tokens = {
        name: colour.at(lightness, chroma * share).hex()
        for name, (lightness, share) in neutrals.items()
    }
    surfaces = _of(tokens, SURFACES)
    away = STEP if neutrals is DARK else -STEP
    for name, needed in (("control", SHAPES), ("muted", WORDS)):
        lightness, share = neutrals[name]
        start = colour.at(lightness, chroma * share)
        tokens[name] = _readable(start, surfaces, needed, away)
    return tokens


def _fill(brand: str, tokens: Tokens, *, is_dark: bool) -> Tokens:
    """The exact brand colour wherever words on it can be read."""
    ink = tokens["canvas"] if is_dark else tokens["text"]
    is_visible = contrast(brand, tokens["surface"]) >= SHAPES
    fill, on_fill = _with_words(tokens["brand-text"] if is_dark and not is_visible else brand, ink)
    return {
        "brand-fill": fill,
        "on-fill": on_fill,
        "brand-edge": fill if contrast(fill, tokens["surface"]) >= SHAPES else tokens["brand-text"],
        "brand-hover": _hover(fill, on_fill, is_dark=is_dark),
    }


def _with_words(fill: str, ink: str) -> tuple[str, str]:
    """The fill itself, or the nearest lightness at which white or ink can be read on it.

    Where there is none, the fill and white: `verify` finds that out.
    """
    colour = from_hex(fill)
    for steps in range(20):
        for change in (-steps * STEP, steps * STEP):
            moved = colour.at(colour.lightness + change, colour.chroma).hex() if steps else fill
            for words in (WHITE, ink):
                if contrast(words, moved) >= WORDS:
                    return moved, words
    return fill, WHITE


def _hover(fill: str, on_fill: str, *, is_dark: bool) -> str:
    colour = from_hex(fill)
    away = 0.06 if is_dark or colour.lightness < NEARLY_BLACK else -0.069
    for change in (away, -away):
        changed = colour.at(colour.lightness + change, colour.chroma).hex()
        if changed != fill and contrast(on_fill, changed) >= WORDS:
            return changed
    return fill


def _readable(start: Oklch, backgrounds: list[str], needed: float, step: float) -> str:
    """The first colour on the way to black or white that can be read on every background."""
    lightness = start.lightness
    found = start.hex()
    while _worst(found, backgrounds) < needed and 0 < lightness < 1 + STEP:
        lightness += step
        found = start.at(lightness, start.chroma).hex()
    return found


def _of(tokens: Tokens, names: tuple[str, ...]) -> list[str]:
    return [tokens[name] for name in names]


def _worst(foreground: str, backgrounds: list[str]) -> float:
    return min(contrast(foreground, background) for background in backgrounds)
