"""What the demo company sells: heating technology, all made up, in families that differ by size."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FAMILIES = Path(__file__).with_name("catalogue.csv")
CENT = Decimal("0.01")
BUYERS = {"i": "installer", "m": "manager", "p": "private"}


@dataclass(frozen=True, slots=True)
class Article:
    """`pack` is the quantity in which installers order it, `weight` how often; `trades` buy it."""

    number: str
    name: str
    unit: str
    price: Decimal
    pack: int
    weight: float
    trades: frozenset[str]


def articles() -> list[Article]:
    with FAMILIES.open(encoding="utf-8", newline="") as file:
        families = list(csv.DictReader(file, delimiter=";", quotechar="'"))
    return [article for family in families for article in _sizes(family)]


def _sizes(family: dict[str, str]) -> list[Article]:
    """From size to size the price grows by the family's `step`."""
    return [
        Article(
            f"{family['prefix']}-{nth * 10 + 110}",
            family["name"].format(size),
            family["unit"],
            (Decimal(family["price"]) * Decimal(family["step"]) ** nth).quantize(CENT),
            int(family["pack"]),
            float(family["weight"]),
            frozenset(BUYERS[letter] for letter in family["trades"]),
        )
        for nth, size in enumerate(family["sizes"].split("|"))
    ]
