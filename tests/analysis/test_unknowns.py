"""What is not known and matters most: splits at the median, and their ranges."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from aiscenarios.analysis.unknowns import Half, newcombe, unknowns

RUNS = 400
NORMAL_95 = 1.959964


def result(**columns):
    """A result in which the ending comes true where ``deciding`` exceeds 0; one run in 20 failed."""
    stream = np.random.default_rng(5)
    drawn = {name: stream.normal(size=RUNS) for name in ("idle", "deciding", "other")} | columns
    failed = np.arange(RUNS) % 20 == 0
    return SimpleNamespace(
        failed=failed,
        weights=None,
        judgement={"ending": SimpleNamespace(true=(drawn["deciding"] > 0) & ~failed)},
        parameters=pd.DataFrame(drawn),
    )


def test_the_number_that_decides_comes_first() -> None:
    """An ending that one parameter decides hangs on that one wholly, and on no other for sure."""
    first, *rest = unknowns(result(), "ending")
    assert first.parameter == "deciding"
    assert first.difference > 0.9
    assert first.is_sure
    assert not any(each.is_sure for each in rest)


def test_failed_runs_and_fixed_numbers_are_left_out() -> None:
    """A parameter that is the same in all runs is no unknown, and the halves hold finished runs only."""
    found = unknowns(result(fixed=np.ones(RUNS)), "ending")
    assert {each.parameter for each in found} == {"idle", "deciding", "other"}
    assert all(each.above.runs + each.below.runs == RUNS * 19 // 20 for each in found)


def test_searching_widens_the_range() -> None:
    """The more parameters are searched, the wider the range of each, since the best of many is often luck."""
    stream = np.random.default_rng(6)
    more = {f"p{place}": stream.normal(size=RUNS) for place in range(50)}
    narrow, wide = (
        next(each for each in unknowns(given, "ending") if each.parameter == "idle")
        for given in (result(), result(**more))
    )
    assert wide.low < narrow.low < narrow.difference < narrow.high < wide.high


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Half(56, 70), Half(48, 80), 0.0524, 0.3339),
        (Half(9, 10), Half(3, 10), 0.1705, 0.8090),
        (Half(10, 10), Half(0, 10), 0.6075, 1.0),
    ],
)
def test_ranges_are_the_published_ones(first: Half, second: Half, low: float, high: float) -> None:
    """The interval reproduces table II of Newcombe (1998), method 10."""
    assert newcombe(first, second, NORMAL_95) == pytest.approx((low, high), abs=5e-5)
