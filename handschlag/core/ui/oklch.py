"""A colour by lightness, chroma and hue in OKLCH, and the contrast of WCAG 2.2."""

from dataclasses import dataclass

from coloraide import Color

STEP = 0.0025


@dataclass(frozen=True, slots=True)
class Oklch:
    lightness: float
    chroma: float
    hue: float

    def hex(self) -> str:
        """The nearest sRGB colour of the same lightness and hue."""
        colour = Color("oklch", [self.lightness, self.chroma, self.hue])
        return colour.fit("srgb", method="oklch-chroma").convert("srgb").to_string(hex=True)

    def at(self, lightness: float, chroma: float) -> "Oklch":
        return Oklch(min(max(lightness, 0.0), 1.0), chroma, self.hue)


def from_hex(colour: str) -> Oklch:
    return Oklch(*Color(colour).convert("oklch").coords(nans=False))


def contrast(one: str, other: str) -> float:
    """Lighter over darker relative luminance, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    return Color(one).contrast(other, method="wcag21")
