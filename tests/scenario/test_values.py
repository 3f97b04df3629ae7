"""Numbers with units: what is read, and that what is written reads back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.errors import InputError
from aiscenarios.files.nodes import Place, Scalar
from aiscenarios.scenario.money import rate
from aiscenarios.scenario.values import EXAMPLES, exact, read_interval, read_number, spoken


def scalar(text: str) -> Scalar:
    """A plain value without a place."""
    return Scalar(text, True, Place())


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("40%", "share", 0.4),
        ("0.4", "share", 0.4),
        ("1.6x", "multiple", 1.6),
        ("1.6", "multiple", 1.6),
        ("US$ 50M", "US$", 5e7),
        ("USD 1.5bn", "US$", 1.5e9),
        ("US$ 20bn a year", "US$", 2e10),
        ("100k H100e", "H100e", 1e5),
        ("3 months", "months", 3.0),
        ("2 quarters", "months", 6.0),
        ("1 year", "quarters", 4.0),
        ("0.7", "number", 0.7),
        ("1e-3", "number", 1e-3),
        ("300 researchers", "persons", 300.0),
        ("-2.5 points", "points", -2.5),
    ],
)
def test_reads_a_number_in_its_unit(text: str, unit: str, value: float) -> None:
    """A number is read in the unit it is written in and given in the unit that is wanted."""
    assert read_number(scalar(text), unit) == value


def test_renminbi_are_read_at_the_printed_rate() -> None:
    """RMB 2bn are two thousand million over the rate, which carries its source."""
    assert read_number(scalar("RMB 2bn"), "US$") == 2e9 / rate().rmb_per_dollar
    assert rate().source


@pytest.mark.parametrize(
    ("text", "unit", "ends"),
    [
        ("0.1 to 0.5", "number", (0.1, 0.5)),
        ("10% to 40%", "share", (0.1, 0.4)),
        ("10 to 40%", "share", (0.1, 0.4)),
        ("5 to 10 months", "months", (5.0, 10.0)),
        ("US$ 100k to 3M", "US$", (1e5, 3e6)),
        ("US$ 100k to US$ 3M", "US$", (1e5, 3e6)),
    ],
)
def test_a_unit_written_once_holds_for_both_ends(text: str, unit: str, ends: tuple[float, float]) -> None:
    """An interval has one unit, at either end or at both."""
    assert read_interval(scalar(text), unit) == ends


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(sorted(EXAMPLES)))
def test_what_is_written_exactly_reads_back_to_the_bit(value: float, unit: str) -> None:
    """exact() loses nothing."""
    assert math.copysign(1.0, read_number(scalar(exact(value, unit)), unit)) == math.copysign(1.0, value)
    assert read_number(scalar(exact(value, unit)), unit) == value


@pytest.mark.parametrize("unit", sorted(EXAMPLES))
def test_the_examples_in_messages_are_read(unit: str) -> None:
    """What a message tells people to write is accepted."""
    assert math.isfinite(read_number(scalar(EXAMPLES[unit]), unit))


@given(st.text(max_size=30), st.sampled_from(sorted(EXAMPLES)))
def test_any_text_is_a_number_or_refused(text: str, unit: str) -> None:
    """No text makes the value grammar raise anything but InputError."""
    for read in (read_number, read_interval):
        try:
            read(scalar(text), unit)
        except InputError as error:
            assert error.message


def test_spoken_values_are_short() -> None:
    """A reader sees rounded numbers with their unit."""
    said = [spoken(0.8, "share"), spoken(1.6, "multiple"), spoken(5e7, "US$"), spoken(1.0, "months")]
    assert said == ["80%", "1.6x", "US$ 50M", "1 month"]
