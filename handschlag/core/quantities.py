"""Quantities and unit prices as the reader writes them; units by UN/ECE Recommendation 20."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import pgettext_lazy

UNITS: dict[str, Any] = {
    "C62": pgettext_lazy("unit", "pcs"),
    "H87": pgettext_lazy("unit", "pcs"),
    "PR": pgettext_lazy("unit", "pairs"),
    "SET": pgettext_lazy("unit", "sets"),
    "XPK": pgettext_lazy("unit", "packs"),
    "XRO": pgettext_lazy("unit", "rolls"),
    "LS": pgettext_lazy("unit", "flat rate"),
    "HUR": pgettext_lazy("unit", "h"),
    "DAY": pgettext_lazy("unit", "days"),
    "MTR": "m",
    "MTK": "m²",
    "MTQ": "m³",
    "KGM": "kg",
    "TNE": "t",
    "LTR": "l",
    "KMT": "km",
    "KWH": "kWh",
}


def format_quantity(quantity: Decimal, unit: str = "") -> str:
    """`12,5 m`, `1.200 Stück`: no trailing zeros, a real minus, an unknown unit as its code."""
    plain = f"{quantity:f}"
    number = number_format(
        plain.rstrip("0").rstrip(".") if "." in plain else plain, force_grouping=True
    )
    word = str(UNITS.get(unit, unit))
    return f"{number}\u00a0{word}".rstrip().replace("-", "\u2212")
