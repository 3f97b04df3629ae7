"""Laws of printed numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.ensemble.intervals import wilson
from aiscenarios.plots.rounding import number, percent, percent_range, percent_step, points


@given(runs=st.integers(1, 100_000), data=st.data())
def test_a_printed_chance_lies_in_its_sampling_range_or_a_step_beside_it(runs, data):
    """Rounding moves a chance by at most half a step, and the step is at most a quarter of the range."""
    count = data.draw(st.integers(0, runs))
    low, high = wilson(count, runs)
    text = percent(count / runs, low, high)
    step = percent_step(low, high)
    assert step <= max(0.01, 25 * (high - low))
    shown = float(text.removeprefix("under ").removeprefix("over ").removesuffix("%"))
    slack = step if text.startswith(("under", "over")) else step / 2
    assert abs(shown - 100 * count / runs) <= slack + 1e-9


@given(runs=st.integers(1, 100_000), data=st.data())
def test_never_and_always_are_kept_for_never_and_always(runs, data):
    """0% and 100% are printed only where no run, or every run, says so."""
    count = data.draw(st.integers(0, runs))
    text = percent(count / runs, *wilson(count, runs))
    assert (text == "0%") == (count == 0)
    assert (text == "100%") == (count == runs)


@pytest.mark.parametrize(
    ("count", "runs", "said"),
    [(155, 500, "31%"), (16, 48, "35%"), (3, 10, "30%"), (312_345, 1_000_000, "31.23%"), (1, 40, "3%")],
)
def test_more_runs_give_more_digits(count, runs, said):
    """Digits follow the number of runs."""
    assert percent(count / runs, *wilson(count, runs)) == said


def test_what_rounds_away_is_said_to_be_small():
    """A chance that is not nought, in a wide range, is printed as less than a step."""
    assert percent(0.002, 0.0, 0.2) == "under 5%"
    assert percent(0.998, 0.79, 1.0) == "over 95%"


def test_a_range_and_its_ends_use_the_step_of_the_chance():
    """A range is printed to the same step as the chance inside it."""
    assert percent_range(*wilson(155, 500)) == "28\N{EN DASH}34%"
    assert percent_range(math.nan, 1.0) == "not known"


def test_points_carry_their_sign_and_zero_has_none():
    """A difference says which way it goes; nothing goes nowhere."""
    assert points(0.12, 0.08, 0.16) == "+12 (+8 to +16)"
    assert points(0.0, -0.01, 0.01) == "0 (\N{MINUS SIGN}1 to +1)"


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [(1234.5, 40.0, "1,230"), (1234.5, 400.0, "1,200"), (0.03512, 0.0, "0.0351"), (-7.26, 0.4, "-7.3"),
     (12.0, 500.0, "10"), (0.0, 0.2, "0.0"), (math.nan, 1.0, "not known")],
)  # fmt: skip
def test_a_quantity_ends_at_its_sampling_error(value, error, said):
    """Rounding moves a number by no more than its error, to a power of ten, and to three digits at most."""
    assert number(value, error) == said
