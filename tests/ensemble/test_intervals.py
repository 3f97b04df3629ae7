"""Laws of the sampling ranges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.ensemble.intervals import (
    LEVEL,
    bonett_price,
    difference,
    mean_difference,
    proportion,
    wilson,
)

flags = st.lists(st.tuples(*[st.booleans()] * 4), min_size=1, max_size=60)


def _columns(rows):
    return [np.array(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("gained", "lost", "pairs", "low", "high"),
    [(1, 7, 21, -0.5084, -0.0134), (6, 16, 161, -0.1195, -0.0032)],
)
def test_paired_range_by_hand(gained, lost, pairs, low, high):
    """At 95% the tables of Bentur 2009 and Cavo 2012 give what Bonett and Price's formula gives by hand."""
    assert bonett_price(gained, lost, pairs, z=1.959964) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_wilson_solves_its_quadratic(runs, data):
    """Each limit that is not 0 or 1 is a share from which the observed one is z standard errors away."""
    successes = data.draw(st.integers(0, runs))
    share = successes / runs
    for limit in wilson(successes, runs, z=1.5):
        if 0 < limit < 1:
            assert abs(share - limit) == pytest.approx(1.5 * math.sqrt(limit * (1 - limit) / runs))


@given(flags)
def test_a_range_holds_its_value(rows):
    """A chance lies in its range and the range in 0 to 1, at no run and at every run true, too."""
    true, failed, _, _ = _columns(rows)
    found = proportion(true, failed)
    assert 0 <= found.low < found.high <= 1
    assert math.isnan(found.value) or found.low <= found.value <= found.high
    assert math.isnan(found.value) == failed.all()


@given(flags)
def test_failed_runs_are_bounded_by_both_truths(rows):
    """The range with failed runs covers the range that any filling in of their truth would have given."""
    true, failed, filling, _ = _columns(rows)
    found, filled = proportion(true, failed), proportion(np.where(failed, filling, true), failed & False)
    assert found.low <= filled.low
    assert found.high >= filled.high


@given(flags)
def test_a_difference_of_a_result_with_itself_is_none(rows):
    """A scenario compared with itself differs by nothing, and its range holds 0."""
    true, failed, _, _ = _columns(rows)
    found = difference(true, true, failed, failed)
    assert found.low <= 0 <= found.high
    assert found.value == 0 or failed.all()


@given(flags)
def test_differences_turn_round(rows):
    """Exchanging the two scenarios changes the sign of the difference and of its bounds."""
    a, b, failed_a, failed_b = _columns(rows)
    one, other = difference(a, b, failed_a, failed_b), difference(b, a, failed_b, failed_a)
    assert one.low == pytest.approx(-other.high)
    assert one.value == pytest.approx(-other.value, nan_ok=True)


@given(flags, st.data())
def test_failed_pairs_are_bounded_by_all_truths(rows, data):
    """The range of a difference covers the one that any filling in of failed runs would have given."""
    a, b, failed_a, failed_b = _columns(rows)
    fill = np.array(data.draw(st.lists(st.booleans(), min_size=len(a), max_size=len(a))))
    found = difference(a, b, failed_a, failed_b)
    none = failed_a & False
    filled = difference(np.where(failed_a, fill, a), np.where(failed_b, ~fill, b), none, none)
    assert found.low <= filled.low + 1e-12
    assert found.high >= filled.high - 1e-12


@pytest.mark.parametrize("chance", [0.02, 0.3, 0.9])
def test_ranges_cover_as_often_as_they_say(chance):
    """Over seeded repetitions the 90% range holds the true chance in about 90% of cases."""
    draws = np.random.default_rng(1).random((2000, 200)) < chance
    held = [found.low <= chance <= found.high for found in (proportion(row, row & False) for row in draws)]
    assert np.mean(held) == pytest.approx(LEVEL, abs=0.035)


@pytest.mark.parametrize("switched", [0.0, 0.01, 0.1, 0.5])
def test_paired_ranges_cover_as_often_as_they_say(switched):
    """The same for paired differences, which may be conservative where hardly any pair differs."""
    stream = np.random.default_rng(2)
    held = []
    for _ in range(2000):
        reference = stream.random(200) < 0.4
        other = np.where(stream.random(200) < switched, True, reference)
        found = difference(reference, other, reference & False, reference & False)
        held.append(found.low <= 0.6 * switched <= found.high)
    assert LEVEL - 0.025 <= np.mean(held)


def test_pairing_narrows_the_range():
    """Where the same runs are true in both, the difference is known better than from two separate chances."""
    reference = np.arange(1000) % 2 == 0
    other = reference | (np.arange(1000) < 20)
    none = reference & False
    paired = difference(reference, other, none, none)
    apart = proportion(reference, none)
    assert paired.high - paired.low < (apart.high - apart.low) / 3


def test_mean_differences_leave_absent_pairs_out():
    """A pair in which a value is absent counts as failed and moves nothing."""
    reference, other = np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, 4.0, 5.0, np.nan])
    found = mean_difference(reference, other)
    assert (found.value, found.runs, found.failed) == (1.5, 4, 2)
    assert math.isnan(mean_difference(reference[2:], other[2:]).value)
