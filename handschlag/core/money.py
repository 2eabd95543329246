"""Amounts: Decimal with a currency, rounded in one place, formatted for the reader."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import get_language
from moneyed import Currency, get_currency
from moneyed import Money as FormattedMoney
from moneyed.l10n import format_money

UNKNOWN_CURRENCY_PLACES = 2
SAMPLE = re.compile(r"−(?P<before>\D*)1(?P<group>\D)234(?P=group)567(?P<mark>\D)89(?P<after>\D*)")


class CurrencyMismatch(ValueError):
    """Amounts of different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return format_amount(self.amount, self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Commercial rounding (half away from zero) to the currency's smallest unit."""
    places = _places(get_currency(currency))
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_amount(amount: Decimal, currency: str, language: str | None = None) -> str:
    """`1.284,90 €` in German, with no-break space and a real minus sign."""
    locale = (language or get_language() or "de").replace("-", "_")
    hand = _hand(currency, locale)
    return hand.write(amount) if hand else _by_babel(amount, currency, locale)


@dataclass(frozen=True, slots=True)
class _Hand:
    """How a language writes amounts of a currency: a list has dozens, and babel thinks long."""

    before: str
    marks: dict[int, str]
    after: str

    def write(self, amount: Decimal) -> str:
        minus = "−" if amount.is_signed() else ""
        return f"{minus}{self.before}{f'{abs(amount):,.2f}'.translate(self.marks)}{self.after}"


@cache
def _hand(currency: str, locale: str) -> _Hand | None:
    """Learned from what babel writes; None where that is done in some other way."""
    sample = SAMPLE.fullmatch(_by_babel(Decimal("-1234567.89"), currency, locale))
    if sample is None:
        return None
    marks = {ord(","): sample["group"], ord("."): sample["mark"]}
    return _Hand(sample["before"], marks, sample["after"])


def _by_babel(amount: Decimal, currency: str, locale: str) -> str:
    return format_money(FormattedMoney(amount, currency), locale=locale).replace("-", "−")


def format_unit_price(price: Decimal, currency: str) -> str:
    """As `format_amount`, with as many places as the price has, at least the currency's."""
    locale = (get_language() or "de").replace("-", "_")
    shown = format_money(
        FormattedMoney(price.normalize(), currency), locale=locale, decimal_quantization=False
    )
    return shown.replace("-", "\u2212")


def _places(currency: Currency) -> int:
    return len(str(currency.sub_unit)) - 1 if currency.sub_unit else UNKNOWN_CURRENCY_PLACES


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """An amount of money, numeric(18,2); the currency stands once on the document."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 2, **options})


class UnitPriceField(models.DecimalField):  # type: ignore[type-arg]
    """A price per unit, numeric(18,6) as EN 16931 allows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 6, **options})


class QuantityField(models.DecimalField):  # type: ignore[type-arg]
    """A quantity in a UN/ECE unit, numeric(18,4)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 4, **options})


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """An ISO 4217 code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 3, **options})
