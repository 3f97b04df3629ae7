"""Laws of printed numbers."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.ensemble.intervals import Estimate, counted, difference
from aiscenarios.plots.rounding import (
    estimate,
    number,
    percent,
    percent_range,
    points,
    rounded_percent,
)

TO, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
CELLS, EXCHANGED = re.compile(rf"about 0|[+{MINUS}]?\d+"), str.maketrans({"+": MINUS, MINUS: "+"})
shares = st.integers(1, 100_000).flatmap(lambda runs: st.tuples(st.integers(0, runs), st.just(runs)))


@given(shares)
def test_a_printed_chance_is_rounded_by_less_than_half_its_range(share):
    """Rounding moves a chance by an eighth of its range at most, or by half a percent with few runs."""
    found = counted(*share)
    width, finest = 100 * (found.high - found.low), 1.0 if found.runs < 10_000 else 0.01
    text = percent(found)
    slack = max(finest / 2, width / 8)
    if text.startswith(("under", "over")):
        slack *= 2
    shown = float(text.removeprefix("under ").removeprefix("over ").removesuffix("%"))
    assert abs(shown - 100 * found.value) <= slack + 1e-9


@given(shares)
def test_few_runs_print_whole_percents(share):
    """Below 10,000 runs neither a chance nor an end of its range has a decimal."""
    found = counted(*share)
    assert found.runs >= 10_000 or "." not in estimate(found)
    assert found.runs >= 10_000 or all(each.is_integer() for each in rounded_percent(found))


@given(shares)
def test_never_and_always_are_kept_for_never_and_always(share):
    """0% and 100% are printed only where no run, or every run, says so."""
    true, runs = share
    assert (percent(counted(true, runs)) == "0%") == (true == 0)
    assert (percent(counted(true, runs)) == "100%") == (true == runs)


@pytest.mark.parametrize(
    ("true", "runs", "said"),
    [(155, 500, "31%"), (31, 500, "6%"), (16, 48, "35%"), (3, 10, "30%"), (620, 9_999, "6%"),
     (620, 10_000, "6.2%"), (312_345, 1_000_000, "31.23%"), (1, 40, "3%"), (2, 500, "under 1%"),
     (498, 500, "over 99%")],
)  # fmt: skip
def test_more_runs_give_more_digits(true, runs, said):
    """Digits follow the number of runs."""
    assert percent(counted(true, runs)) == said


def test_what_rounds_away_is_said_to_be_small():
    """A chance that is not nought, in a wide range, is printed as less than a step."""
    assert percent(Estimate(0.002, 0.0, 0.2, 500, 0)) == "under 5%"
    assert percent(Estimate(0.998, 0.79, 1.0, 500, 0)) == "over 95%"


def test_a_range_and_its_ends_use_the_step_of_the_chance():
    """A range is printed to the same step as the chance inside it."""
    assert percent_range(counted(155, 500)) == f"28{TO}34%"
    assert percent_range(counted(0, 0)) == f"0{TO}100%"
    assert percent(counted(0, 0)) == "not known"


@pytest.mark.parametrize(
    ("found", "said"),
    [((0.12, 0.08, 0.16), "+12 (+8 to +16)"), ((0.0, -0.003, 0.003), "0 (0 to 0)"),
     ((0.004, -0.002, 0.009), "about 0 (0 to +1)"), ((0.01, 0.002, 0.018), "+1 (+0 to +2)"),
     ((-0.004, -0.007, -0.001), f"about 0 ({MINUS}1 to {MINUS}0)"), ((math.nan, -1.0, 1.0), "not known")],
)  # fmt: skip
def test_points_carry_their_sign_and_zero_only_where_luck_is_ruled_out(found, said):
    """A difference says which way it goes; an end that rounds to 0 has a sign if the range leaves 0 out."""
    assert points(Estimate(*found, 500, 0)) == said


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=400))
def test_points_turn_round_with_the_scenarios(rows):
    """Exchanging two scenarios exchanges plus and minus and the ends, and nothing else."""
    one, other = np.array(rows).T
    none = one & False
    there, back = (
        CELLS.findall(points(difference(*pair, none, none))) for pair in ((one, other), (other, one))
    )
    shown, least, most = (cell.translate(EXCHANGED) for cell in there)
    assert back == [shown, most, least]


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [(1234.5, 40.0, "1,230"), (1234.5, 400.0, "1,200"), (0.03512, 0.0, "0.0351"), (-7.26, 0.4, "-7.3"),
     (12.0, 500.0, "10"), (0.0, 0.2, "0.0"), (math.nan, 1.0, "not known")],
)  # fmt: skip
def test_a_quantity_ends_at_its_sampling_error(value, error, said):
    """Rounding moves a number by no more than its error, to a power of ten, and to three digits at most."""
    assert number(value, error) == said


@given(st.floats(0.0, 100.0), st.floats(0.0, 20.0), st.floats(0.02, 40.0))
def test_a_quantity_prints_no_digit_finer_than_its_step(value, error, step):
    """The last digit stands for a step or more, fives for a step above one, and is otherwise as without."""
    text = number(value, error, step)
    shown, plain = float(text), float(number(value, error))
    assert 10.0 ** -len(text.partition(".")[2]) >= min(step, 1.0)
    assert step <= 1.0 or shown % 5 == 0
    assert abs(shown - value) <= max(5 * step, abs(plain - value)) + 1e-9


@pytest.mark.parametrize(
    ("value", "step", "said"),
    [(23.46, 0.06, "23.5"), (23.46, 0.18, "23"), (94.4, 1.1, "95"), (0.31, 0.18, "0"), (23.46, 0.0, "23.5"),
     (62.0, 7.0, "60"), (99.96, 0.1, "100.0")],
)  # fmt: skip
def test_a_share_of_people_is_rounded_to_an_agent(value, step, said):
    """One agent in two thousand gives a decimal of a percent, one in a hundred steps of five."""
    assert number(value, 0.05, step) == said
