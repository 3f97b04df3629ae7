"""Laws of combining changes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError
from aiscenarios.levers.combine import Change, add, cap, floor, multiply, replace

QUARTERS = 40
START = levers.default_start()
LEVEL, SPREAD = levers.history_arrays(QUARTERS)
NONE: Any = np.zeros(0)
RECORD = Drivers(LEVEL, SPREAD, levers.bounds(), NONE, NONE, NONE, NONE, NONE, NONE, NONE)


def later(value: float) -> Any:
    """A value from the start on, no change before."""
    values = np.full(QUARTERS, np.nan)
    values[START:] = value
    return values


changes = st.builds(
    Change,
    lever=st.sampled_from(["export_controls", "visa_openness", "subsidy"]),
    bloc=st.sampled_from(["US", "CN"]),
    how=st.sampled_from([multiply, add, floor, cap]),
    values=st.floats(0.0, 3.0).map(later),
)


@given(st.lists(changes, max_size=6).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_order_does_not_matter(orders: tuple[list[Change], list[Change]]) -> None:
    """Changes give the same levels to the last bit, whatever their order."""
    first, second = (levers.combined(RECORD, some) for some in orders)
    assert np.array_equal(first.bloc, second.bloc)


@given(st.lists(changes, max_size=6))
def test_levels_stay_within_bounds(some: list[Change]) -> None:
    """No combination leaves a lever's range."""
    after = levers.combined(RECORD, some)
    low, high = RECORD.bounds.T
    assert np.all((after.bloc >= low) & (after.bloc <= high))


def test_factors_multiply_and_sums_add() -> None:
    """Two factors of 0.5 leave a quarter; two sums of 1 add 2."""
    k = BLOC_LEVERS.index("visa_openness")
    halves = [Change("visa_openness", "ROW", multiply, later(0.5))] * 2
    after = levers.combined(RECORD, halves).bloc[START, 2, k]
    assert after == pytest.approx(RECORD.bloc[START, 2, k] / 4.0)
    months = [Change("compliance", "CN", add, later(1.0))] * 2
    k = BLOC_LEVERS.index("compliance")
    assert levers.combined(RECORD, months).bloc[START, 1, k] == RECORD.bloc[START, 1, k] + 2.0


def test_two_settings_of_one_level_are_refused() -> None:
    """Two policies that set one level in the same quarter cannot both hold."""
    two = [Change("subsidy", "US", replace, later(value)) for value in (1e9, 2e9)]
    with pytest.raises(InputError, match="two policies set subsidy of US in 2026Q3"):
        levers.combined(RECORD, two)


def test_settings_of_different_quarters_stand_together() -> None:
    """Two settings that never meet are both kept, without the record's spread."""
    early, late = later(1e9), later(2e9)
    early[START + 2 :], late[: START + 2] = np.nan, np.nan
    both = [Change("subsidy", "US", replace, values) for values in (early, late)]
    after = levers.combined(RECORD, both)
    k = BLOC_LEVERS.index("subsidy")
    assert after.bloc[START : START + 4, 0, k].tolist() == [1e9, 1e9, 2e9, 2e9]
    assert np.all(after.spread[START:, 0, k] == 0.0)
    assert np.array_equal(after.spread[:START], RECORD.spread[:START])
