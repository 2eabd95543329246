"""OKLCH and back, and the contrast of WCAG 2.2; matrices from Björn Ottosson's Oklab."""

import math
from dataclasses import dataclass

STEP = 0.0025
ROUNDING = 1e-4
# Where the sRGB curve turns from a line into a power.
ENCODED_KNEE = 0.04045
LINEAR_KNEE = 0.0031308


@dataclass(frozen=True, slots=True)
class Oklch:
    lightness: float
    chroma: float
    hue: float

    def hex(self) -> str:
        """The nearest sRGB colour of the same lightness and hue."""
        chroma = self.chroma
        channels = _linear(self.lightness, chroma, self.hue)
        while chroma > 0 and not all(-ROUNDING <= c <= 1 + ROUNDING for c in channels):
            chroma = max(0.0, chroma - STEP)
            channels = _linear(self.lightness, chroma, self.hue)
        return "#" + "".join(f"{round(255 * _encoded(min(max(c, 0), 1))):02x}" for c in channels)

    def at(self, lightness: float, chroma: float) -> "Oklch":
        return Oklch(min(max(lightness, 0.0), 1.0), chroma, self.hue)


def from_hex(colour: str) -> Oklch:
    r, g, b = _decoded(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _luminance(colour: str) -> float:
    r, g, b = _decoded(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _decoded(colour: str) -> list[float]:
    values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [v / 12.92 if v <= ENCODED_KNEE else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def _encoded(value: float) -> float:
    return 12.92 * value if value <= LINEAR_KNEE else 1.055 * value ** (1 / 2.4) - 0.055
