"""What one system writes is what we read, or it is refused; nothing else comes out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.connectors.files import values
from handschlag.connectors.files.refusals import BadValue, Reason

BERLIN = ZoneInfo("Europe/Berlin")
ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals(allow_nan=False)
    | st.text(max_size=60)
    | st.binary(max_size=9)
    | st.dates()
    | st.datetimes()
    | st.lists(st.integers(), max_size=2)
)
NUMBERS = st.decimals(-999_999_999, 999_999_999, places=4)
MOMENTS = st.builds(
    datetime.combine,
    st.dates(date(1900, 1, 2), date(2099, 12, 30)),
    st.times().map(lambda time: time.replace(microsecond=0)),
)


def english(number: Decimal) -> str:
    return f"{number:,.4f}"


def german(number: Decimal) -> str:
    return english(number).translate(str.maketrans(",.", ".,"))


def refused(parse: values.Parser, given: Any) -> Reason:
    with pytest.raises(BadValue) as bad:
        parse(given)
    return bad.value.reason


@given(NUMBERS)
def test_numbers_are_read_as_written(number: Decimal) -> None:
    assert values.number(".", places=4)(english(number)) == number
    assert values.number(",", places=4)(german(number)) == number
    assert values.number(".", places=4)(f"{number:.4f}") == number
    assert values.number(".", places=4)(number) == number


@given(st.lists(NUMBERS, min_size=3))
def test_decimal_mark_shows_in_the_file(numbers: list[Decimal]) -> None:
    assert values.decimal_mark_of([german(number) for number in numbers]) == ","
    assert values.decimal_mark_of([english(number) for number in numbers]) == "."


@given(st.floats(-1e6, 1e6))
def test_noise_of_floats_is_rounded_away(given: float) -> None:
    read = values.number(".", places=4)(given)
    assert abs(read - Decimal(given)) <= Decimal("0.00005")
    assert read.as_tuple().exponent == -4


@given(MOMENTS)
def test_moments_are_read_as_written(moment: datetime) -> None:
    expected = moment.replace(tzinfo=BERLIN)
    parse = values.moment(BERLIN, None)
    assert parse(f"{moment:%d.%m.%Y %H:%M:%S}") == expected
    assert parse(moment.isoformat(" ")) == expected
    assert parse(moment) == expected
    assert parse(f"{moment:%d.%m.%Y}").date() == moment.date() == parse(moment.date()).date()
    assert values.moment(BERLIN, "%m/%d/%y")(f"{moment:%m/%d}/26").year == 2026


@given(MOMENTS)
def test_zone_of_the_file_comes_first(moment: datetime) -> None:
    assert values.moment(BERLIN, None)(f"{moment.isoformat()}+00:00") == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("parse", "kind"),
    [
        (values.number(".", places=4), Decimal),
        (values.number(",", places=6), Decimal),
        (values.moment(BERLIN, None), datetime),
        (values.moment(BERLIN, "%d/%m/%Y"), datetime),
        (values.text(40), str),
    ],
)
@given(given=ANYTHING)
def test_anything_is_read_or_refused(parse: Callable[[Any], Any], kind: type, given: Any) -> None:
    try:
        read = parse(given)
    except BadValue:
        return
    assert isinstance(read, kind)
    if isinstance(read, str):
        assert len(read) <= 40
        assert "\0" not in read
        read.encode()
    elif isinstance(read, Decimal):
        assert abs(read) <= 10**9
    else:
        assert isinstance(read, date)
        assert read.tzinfo
        assert read.astimezone(UTC) - read == timedelta(0)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("12,50-", "-12.50"),
        ("+3", "3"),
        (" 7 ", "7"),
        ("1234", "1234"),
    ],
)
def test_numbers_as_german_systems_write_them(written: str, number: str) -> None:
    assert values.number(",", places=4)(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["1.23,4", "1,2,3", "1.234.56", "--1", "1e5", "½", "١", "1_000"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert refused(values.number(",", places=4), written) is Reason.NUMBER


def test_numbers_of_customers_come_from_tables_of_floats() -> None:
    parse = values.text(40)
    assert (parse(12347.0), parse(float("nan")), parse(None), parse(12)) == ("12347", "", "", "12")
    assert parse(Decimal(10) ** 35) == "1" + "0" * 35
    assert refused(parse, float("inf")) is Reason.NUMBER


def test_required_text_is_not_empty() -> None:
    assert refused(values.text(9, required=True), " \t ") is Reason.EMPTY
    assert refused(values.text(9), "x" * 10) is Reason.TOO_LONG
    assert refused(values.text(9), "a\udcffb") is Reason.ENCODING
