from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money as FormattedMoney
from moneyed.l10n import format_money

from handschlag.core.money import CurrencyMismatch, Money, format_amount, round_amount
from handschlag.core.text import Translated, TranslatedField

CURRENCIES = ["EUR", "USD", "CHF", "JPY", "KWD", "INR"]
AMOUNTS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=6, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "EUR", "1.01"),
        ("-1.005", "EUR", "-1.01"),
        ("2.675", "EUR", "2.68"),
        ("0.5", "JPY", "1"),
        ("1.0005", "KWD", "1.001"),
        ("1", "EUR", "1.00"),
    ],
)
def test_rounding_is_commercial(amount: str, currency: str, rounded: str) -> None:
    result = round_amount(Decimal(amount), currency)
    assert str(result) == rounded


@given(AMOUNTS)
def test_rounding_moves_at_most_half_a_cent_and_is_symmetric(amount: Decimal) -> None:
    rounded = round_amount(amount, "EUR")
    assert abs(rounded - amount) <= Decimal("0.005")
    assert round_amount(-amount, "EUR") == -rounded
    assert round_amount(rounded, "EUR") == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "german", "english"),
    [
        ("1284.90", "EUR", "1.284,90\xa0€", "€1,284.90"),
        ("-3.5", "EUR", "−3,50\xa0€", "−€3.50"),
        ("1234567.891", "EUR", "1.234.567,89\xa0€", "€1,234,567.89"),
        ("5", "GBP", "5,00\xa0£", "£5.00"),
        ("0", "CHF", "0,00\xa0CHF", "CHF0.00"),
    ],
)
def test_amounts_read_as_the_reader_writes_them(
    amount: str, currency: str, german: str, english: str
) -> None:
    assert format_amount(Decimal(amount), currency, "de") == german
    assert format_amount(Decimal(amount), currency, "en") == english
    with translation.override("en"):
        assert str(Money(Decimal(amount), currency)) == english


@given(AMOUNTS, st.sampled_from(CURRENCIES), st.sampled_from(["de", "en", "de-AT", "de-CH", "fr"]))
def test_amounts_are_written_as_babel_writes_them(
    amount: Decimal, currency: str, language: str
) -> None:
    by_babel = format_money(FormattedMoney(amount, currency), locale=language.replace("-", "_"))
    assert format_amount(amount, currency, language) == by_babel.replace("-", "−")


def test_sums_never_mix_currencies() -> None:
    euros, pounds = Money(Decimal(1), "EUR"), Money(Decimal(1), "GBP")
    with pytest.raises(CurrencyMismatch, match="EUR and GBP"):
        euros + pounds
    with pytest.raises(CurrencyMismatch):
        euros - pounds
    assert euros != pounds


@given(AMOUNTS, AMOUNTS)
def test_money_adds_up_exactly(first: Decimal, second: Decimal) -> None:
    one, two = Money(first, "EUR"), Money(second, "EUR")
    assert (one + two) - two == one
    assert one - one - one == -one
    assert bool(one) is bool(first)


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"de": "Kessel", "en": "Boiler"}, "en", "Boiler"),
        ({"de": "Kessel", "en": "Boiler"}, "de-at", "Kessel"),
        ({"de": "Kessel"}, "en", "Kessel"),
        ({"de": "", "fr": "Chaudière"}, "en", "Chaudière"),
        ({}, "de", ""),
    ],
)
def test_translated_falls_back(texts: dict[str, str], language: str, shown: str) -> None:
    with translation.override(language):
        assert str(Translated(texts)) == shown


def test_translated_field_gives_translated() -> None:
    field = TranslatedField()
    assert isinstance(field.to_python({"de": "x"}), Translated)
    assert field.to_python(None) == {}
    assert field.default is Translated
