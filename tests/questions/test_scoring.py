"""Scores: known answers by hand, and the same numbers by another road."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from aiscenarios.questions import LEVELS, Asked
from aiscenarios.questions.dates import time_of
from aiscenarios.questions.forecast import Forecast
from aiscenarios.questions.question import Benchmark, Resolution
from aiscenarios.questions.scores import Scores, compare, reliability, scores_of
from aiscenarios.questions.scoring import (
    Score,
    benchmark_quantiles,
    brier,
    crps,
    log_score,
    place,
    score_of,
)
from tests.questions.conftest import question

DAY = date(2028, 1, 31)
GAP = {"outcome": "us_gap", "at": "2027Q4"}


def binary(chance: float, outcome: bool, **keys: Any) -> Score:
    """The score of a chance."""
    asked = question(type="binary", **GAP, below="5 points", **keys)
    return score_of(Forecast(asked, "held", chance, None, 100.0), Resolution(float(outcome), DAY, "S"))


def numeric(quantiles: np.ndarray, outcome: float, **keys: Any) -> Score:
    """The score of quantiles."""
    asked = question(type="numeric", **GAP, **keys)
    return score_of(Forecast(asked, "held", None, quantiles, 100.0), Resolution(outcome, DAY, "S"))


def test_brier_by_hand() -> None:
    """The square of the chance less what came out: 0.3 and it came true is 0.49, and 0.09 if it did not."""
    assert brier(0.3, 1.0) == pytest.approx(0.49)
    assert brier(0.3, 0.0) == pytest.approx(0.09)
    assert (brier(1.0, 1.0), brier(1.0, 0.0), brier(0.5, 1.0)) == (0.0, 1.0, 0.25)


def test_log_score_by_hand() -> None:
    """Minus the log of the chance of what came out: ln 2 for a coin, 1 for 1/e."""
    assert log_score(0.5, 1.0, 100) == pytest.approx(math.log(2))
    assert log_score(math.exp(-1), 1.0, 100) == pytest.approx(1.0)
    assert log_score(0.2, 0.0, 100) == pytest.approx(-math.log(0.8))


def test_what_never_happened_in_few_runs_is_not_impossible() -> None:
    """No chance is nearer to 0 or 1 than half a run in all of them; more runs lose more by being wrong."""
    assert log_score(0.0, 1.0, 50) == pytest.approx(math.log(100))
    assert log_score(1.0, 0.0, 50) == pytest.approx(math.log(100))
    assert log_score(0.0, 1.0, 500) > log_score(0.0, 1.0, 50)
    assert math.isfinite(log_score(0.0, 1.0, 0))


def test_crps_of_a_point_is_its_distance() -> None:
    """A forecast that is one number is as wrong as it is far off."""
    assert crps(np.full(99, 3.0), 5.0) == pytest.approx(2.0)
    assert crps(np.full(99, 3.0), 3.0) == 0.0


def test_crps_by_hand() -> None:
    """Uniform on 0 to 1 and one half came out: 1/12 (Gneiting and Raftery 2007); the end of it: 1/3."""
    assert crps(LEVELS, 0.5) == pytest.approx(1 / 12, abs=2e-3)
    assert crps(LEVELS, 1.0) == pytest.approx(1 / 3, abs=4e-3)


@pytest.mark.parametrize("outcome", [-1.0, 0.0, 0.5, 3.0])
def test_crps_is_that_of_a_normal(outcome: float) -> None:
    """Quantiles of a Normal score as its closed form does, to the step of the levels."""
    exact = float(scoringrules.crps_normal(outcome, 0.0, 1.0))
    assert crps(norm.ppf(LEVELS), outcome) == pytest.approx(exact, rel=0.02, abs=0.01)


@given(
    st.lists(st.floats(-100, 100), min_size=99, max_size=99),
    st.floats(-100, 100),
)
def test_crps_is_the_mean_pinball_loss(values: list[float], outcome: float) -> None:
    """CRPS is twice the mean of (outcome - quantile) times (level - [outcome below it]), over all levels."""
    quantiles = np.sort(values)
    pinball = (outcome - quantiles) * (LEVELS - (outcome < quantiles))
    assert crps(quantiles, outcome) == pytest.approx(2.0 * float(pinball.mean()), abs=1e-9)
    assert crps(quantiles, outcome) == pytest.approx(
        float(scoringrules.crps_quantile(outcome, quantiles, LEVELS)), abs=1e-9
    )
    assert 0.0 <= place(quantiles, outcome) <= 1.0


@pytest.mark.parametrize("truth", [0.1, 0.5, 0.8])
def test_the_honest_chance_is_the_best(truth: float) -> None:
    """Under both rules a forecaster who believes a chance does best to say it."""
    said = np.linspace(0.05, 0.95, 19)
    for rule in (brier, lambda chance, outcome: log_score(chance, outcome, 1e9)):
        expected = [truth * rule(each, 1.0) + (1 - truth) * rule(each, 0.0) for each in said]
        assert said[int(np.argmin(expected))] == pytest.approx(truth)


def test_a_date_beyond_the_last_day_counts_as_the_last_day() -> None:
    """Two forecasts that differ only after the last day score the same; never is that day."""
    asked = question(type="date", **{"if": "us_gap < 5 points", "by": "2027Q4"})
    early, late = np.full(99, 40.0), np.full(99, math.inf)
    outcome = Resolution(math.inf, DAY, "S")
    scores = [score_of(Forecast(asked, "held", 0.0, each, 9.0), outcome) for each in (early, late)]
    assert [each.loss for each in scores] == [0.0, 0.0]
    came = score_of(Forecast(asked, "held", 0.0, late, 9.0), Resolution(time_of(date(2027, 6, 30)), DAY, "S"))
    assert came.loss == pytest.approx(2.0), "two quarters before the last day"


def test_base_rate_and_crowd_are_scored_by_the_same_rule() -> None:
    """The loss of others is the loss that the forecast would have had, had it said what they said."""
    theirs = {"base_rate": {"value": 0.4, "source": "S"}, "crowd": {"value": "70%", "source": "S"}}
    scored = binary(0.9, True, **theirs)
    assert (scored.loss, scored.base_rate, scored.crowd) == pytest.approx((0.01, 0.36, 0.09))
    point = numeric(np.full(99, 3.0), 5.0, base_rate={"value": "1 points", "source": "S"})
    assert (point.loss, point.base_rate, point.crowd) == (pytest.approx(2.0), pytest.approx(4.0), None)


def test_a_benchmark_with_a_range_has_its_quantiles() -> None:
    """5%, 50% and 95% are those given, also where the halves differ; without a range it is a point."""
    found = benchmark_quantiles(Benchmark(10.0, 8.0, 16.0, "S"))
    assert [found[4], found[49], found[94]] == pytest.approx([8.0, 10.0, 16.0])
    assert np.all(np.diff(found) > 0.0)
    assert set(benchmark_quantiles(Benchmark(10.0, None, None, "S"))) == {10.0}


def test_place_counts_ties_half() -> None:
    """What came out lies above all, below all, or in the middle of equal quantiles."""
    assert place(LEVELS, 2.0) == 1.0
    assert place(LEVELS, -2.0) == 0.0
    assert place(np.full(99, 3.0), 3.0) == 0.5
    assert place(LEVELS, 0.5) == 0.5


def test_means_and_coverage_by_hand() -> None:
    """Means are over the questions of a type; coverage counts what came out inside the central part."""
    scored = (binary(0.3, True), binary(0.3, False), numeric(LEVELS, 0.5), numeric(LEVELS, 0.97))
    found = Scores("T", scored, ())
    assert found.brier == pytest.approx((0.49 + 0.09) / 2)
    assert found.log == pytest.approx(-(math.log(0.3) + math.log(0.7)) / 2)
    assert [found.covered(level) for level in (0.5, 0.9, 0.98)] == [(1, 2), (1, 2), (2, 2)]
    assert math.isnan(Scores("T", (), ()).brier) and Scores("T", (), ()).reliability is None


def test_answers_of_no_run_are_named_and_not_scored(asked: Asked) -> None:
    """A question that no run says anything of is neither scored nor open, and is not lost."""
    silent = replace(asked, answers=(*asked.answers[:2], replace(asked.answers[2], runs=0)))
    found = scores_of(silent)
    assert [each.id for each in found.silent] == ["lead"]
    assert [each.question.id for each in found.open] == ["gap", "when"]
    assert scores_of(asked).silent == () == found.scored


def test_skill_against_others_by_hand() -> None:
    """Skill is one less the ratio of mean losses; of numbers in their own units there is none."""
    rate = {"base_rate": {"value": 0.5, "source": "S"}}
    better, worse = binary(0.9, True, **rate), binary(0.8, False, **rate)
    found = compare((better, worse), "base_rate")
    assert found == ("base_rate", "binary", 2, 1, pytest.approx(1 - ((0.01 + 0.64) / 2) / 0.25))
    point = numeric(np.full(99, 3.0), 5.0, base_rate={"value": "1 points", "source": "S"})
    assert math.isnan(compare((point,), "base_rate").skill)
    assert compare((better,), "crowd").questions == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_reliability_adds_up(pairs: list[tuple[float, bool]]) -> None:
    """Brier's score is miscalibration less discrimination plus uncertainty, none of them negative."""
    chances, outcomes = (np.array(each, dtype=float) for each in zip(*pairs, strict=True))
    found = reliability(chances, outcomes)
    mean = float(np.mean((chances - outcomes) ** 2))
    assert found.miscalibration - found.discrimination + found.uncertainty == pytest.approx(mean, abs=1e-9)
    assert min(found.miscalibration, found.discrimination, found.uncertainty) >= -1e-9
    assert np.all(np.diff(found.chances) >= 0.0) and np.all(np.diff(found.often) >= -1e-12)


def test_chances_that_come_true_as_often_as_said_are_reliable() -> None:
    """Of ten at 30% three come true and of ten at 80% eight: no miscalibration."""
    chances = np.repeat([0.3, 0.8], 10)
    outcomes = np.array([1.0] * 3 + [0.0] * 7 + [1.0] * 8 + [0.0] * 2)
    found = reliability(chances, outcomes)
    assert found.miscalibration == pytest.approx(0.0, abs=1e-12)
    assert found.discrimination == pytest.approx(0.55 * 0.45 - (0.21 + 0.16) / 2)
