"""Numbers with units, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.errors import InputError
from aiscenarios.evidence import interval, number


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("0.3", "share", 0.3), ("30%", "share", 0.3), ("-12%", "share", -0.12), ("12%", "per year", 0.12),
        ("US$ 300k", "US$", 3e5), ("US$300k", "US$", 3e5), ("US$ 1.5M", "US$", 1.5e6), ("2bn", "US$", 2e9),
        ("4 months", "months", 4.0), ("4", "months", 4.0), ("1.5x", "x", 1.5),
        ("2x per year", "x per year", 2.0), ("1e-3", "log per log", 1e-3),
    ],
)  # fmt: skip
def test_a_number_in_its_unit(text: str, unit: str, value: float) -> None:
    """Percent, multiples, money and plain units are read as meant."""
    assert number(text, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0,9", "share"), ("30%", "months"), ("US$ 3", "share"), ("3 years", "months"), ("3x", "share"),
        ("", "x"), ("abc", "x"), ("1.5.2", "x"), ("nan", "x"), ("inf", "x"), ("1 000", "US$"),
    ],
)  # fmt: skip
def test_another_unit_is_refused(text: str, unit: str) -> None:
    """What is not a number in the unit is refused, not guessed."""
    with pytest.raises(InputError):
        number(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("10% to 40%", "share", 0.1, 0.4), ("10 to 40%", "share", 0.1, 0.4),
        ("US$ 300k to 3M", "US$", 3e5, 3e6), ("5 to 14 months", "months", 5.0, 14.0), 
        ("-12% to 40%", "share", -0.12, 0.4), ("1.1x to 3x", "x", 1.1, 3.0),
    ],
)  # fmt: skip
def test_an_interval_in_its_unit(text: str, unit: str, low: float, high: float) -> None:
    """A unit written once holds for both ends."""
    found = interval(text, unit)
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0.5 to 0.1", "smaller number first"), ("5-10", "both ends"), ("US$ 1 to 3M", "US$ 1M to 3M"),
        ("1 to 2 to 3", "both ends"), ("0,1 to 0,9", "write 0.9, not 0,9"), ("4", "both ends"),
    ],
)  # fmt: skip
def test_a_wrong_interval_says_what_to_write(text: str, hint: str) -> None:
    """Each common slip has its own hint."""
    with pytest.raises(InputError, match=hint.replace("$", r"\$")):
        interval(text, "US$")


@given(st.floats(0.001, 1e6), st.floats(1.01, 1e3))
def test_what_is_written_is_read(low: float, ratio: float) -> None:
    """An interval printed in full is read back to the last bit."""
    high = low * ratio
    found = interval(f"{low!r} to {high!r}", "share")
    assert (found.low, found.high) == (low, high)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the parser fail in another way than by refusing."""
    try:
        interval(text, "share")
    except InputError as error:
        assert error.message
