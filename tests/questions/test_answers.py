"""Answers: chances, quantiles and times of one ensemble agree with each other."""

import math
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from aiscenarios.ensemble import Result
from aiscenarios.errors import InputError
from aiscenarios.questions import LEVELS, Answer, Questions, ask
from aiscenarios.questions.answer import Hinge, answer
from aiscenarios.questions.dates import time_of
from aiscenarios.questions.labs import lab_values
from aiscenarios.questions.outlook import weights
from aiscenarios.report import forecasts
from tests.questions.conftest import AS_OF, RUNS, question

type Answered = Callable[..., Answer]

STEP = 1.0 / RUNS
"""By so much one run moves a chance."""
ABOUT: dict[str, dict[str, Any]] = {
    "outcome": {"outcome": "us_gap", "at": "2026Q2"},
    "outcome inside a quarter": {"outcome": "compute_flow.CN", "at": "2026-02-14"},
    "lab": {"lab": "Anthropic", "measure": "compute", "at": "2025Q4"},
    "level of a series": {"series": "eci_gap", "entity": "US-China", "period": "2025-06"},
    "sum of a series": {
        "series": "nvidia_quarterly_licensed_sales_to_china",
        "entity": "China",
        "period": "2025Q3",
    },
    "mean of a series": {"series": "private_investment_ratio", "entity": "US/China", "period": "2025"},
}


def written(about: dict[str, Any], value: float) -> Any:
    """A threshold in the unit of what is asked."""
    if "series" in about:
        return f"{value:.9g}"
    return f"{value:.9g} points" if about.get("outcome") == "us_gap" else f"{value:.9g} H100e"


@pytest.mark.parametrize("level", [0.1, 0.25, 0.5, 0.8])
@pytest.mark.parametrize("about", ABOUT.values(), ids=ABOUT)
def test_chance_and_quantiles_agree(answered: Answered, about: dict[str, Any], level: float) -> None:
    """The chance to lie above a quantile is one less its level, to a run; above and below make up one."""
    cut = answered(type="numeric", **about).quantile(level)
    above = answered(type="binary", above=written(about, cut), **about).chance
    below = answered(type="binary", below=written(about, cut), **about).chance
    assert above is not None and below is not None
    assert above.value == pytest.approx(1.0 - level, abs=1.01 * STEP)
    assert above.value + below.value == pytest.approx(1.0, abs=1.01 * STEP)


@pytest.mark.parametrize("about", ABOUT.values(), ids=ABOUT)
def test_quantiles_rise(answered: Answered, about: dict[str, Any]) -> None:
    """A numeric answer has a quantile at each level, in rising order, and no chance."""
    given = answered(type="numeric", **about)
    assert given.chance is None and given.quantiles is not None
    assert given.quantiles.shape == LEVELS.shape
    assert np.all(np.diff(given.quantiles) >= 0.0)
    assert given.se >= 0.0 and given.effective == pytest.approx(given.runs) and given.runs > RUNS / 2


def test_an_event_that_is_true_already_is_told(answered: Answered) -> None:
    """What holds on the as-of day is sure by any later one, in every run, and that is said."""
    given = answered(type="date", **{"if": "us_gap > -1000 points", "by": "2025Q3"})
    assert given.chance is not None and given.chance.value == 1.0
    assert f"In {RUNS} of {RUNS} runs it is true already on the as-of day." in given.notes
    never = answered(type="binary", **{"if": "us_gap < -1000 points", "by": "2025Q3"})
    assert not any("already" in note for note in never.notes)


EVENT = {"if": "us_gap < 8 points", "by": "2026Q3"}


def test_a_date_question_has_the_chance_of_its_event(answered: Answered) -> None:
    """When and whether agree: the chance by the last day, and the part of the quantiles that are days."""
    when, whether = answered(type="date", **EVENT), answered(type="binary", **EVENT)
    assert when.chance is not None and when.quantiles is not None
    assert when.chance == whether.chance
    assert 0.0 < when.chance.value < 1.0, "else this test says nothing"
    assert np.isfinite(when.quantiles).mean() == pytest.approx(when.chance.value, abs=0.02)
    days = when.quantiles[np.isfinite(when.quantiles)]
    assert days.min() >= time_of(AS_OF) and days.max() <= when.question.until
    assert np.all(np.diff(days) >= 0.0)


def test_an_event_is_no_less_likely_by_a_later_day(answered: Answered) -> None:
    """The chance rises from day to day, also inside a quarter, where it goes straight."""
    days = ("2025Q1", "2025-04-15", "2025-05-31", "2025Q2", "2026-02", "2026Q4")
    found = [answered(type="binary", **EVENT | {"by": day}).chance for day in days]
    chances = [each.value for each in found if each is not None]
    assert len(chances) == len(days) and chances == sorted(chances)
    middle = answered(type="binary", **EVENT | {"by": "2025-05-15"})
    part, (first, last) = middle.question.until - 25.0, (chances[0], chances[3])
    assert 0.45 < part < 0.55 and middle.chance is not None
    assert middle.chance.value == pytest.approx(first + part * (last - first), abs=1e-6)


def test_runs_that_say_nothing_are_left_out_and_counted(answered: Answered) -> None:
    """A lab that never hired has no months from hire to release: its runs are left out, and it is said."""
    given = answered(type="numeric", lab="Naver", measure="hire_to_release", at="2025Q4")
    assert given.runs < RUNS
    assert any(f"{RUNS - given.runs} of {RUNS} runs give no number" in note for note in given.notes)
    if given.runs == 0:
        assert given.quantiles is not None and np.isnan(given.quantiles).all()


def test_a_level_between_quarters_lies_between_their_ends(result: Result, answered: Answered) -> None:
    """The middle of a quarter is the mean of the quarters' ends, run by run."""
    ends = [result.columns("us_gap")[:, place] for place in (28, 29)]
    given = answered(type="numeric", outcome="us_gap", at="2026-05-15")
    part = given.question.until - 29.0
    assert 0.45 < part < 0.55
    middle = (1.0 - part) * ends[0] + part * ends[1]
    assert given.quantile(0.5) == pytest.approx(float(np.median(middle)), rel=1e-5)
    assert any("straight between the ends of 2026Q1 and 2026Q2" in note for note in given.notes)


def test_a_lab_between_years_lies_between_their_ends(result: Result, answered: Answered) -> None:
    """The middle of a year is the mean of both ends; a measure that events tell is known in each quarter."""
    asked = {"lab": "Anthropic", "measure": "compute"}
    first, last = (lab_values(result, "Anthropic", "compute", time) for time in (24.0, 28.0))
    given = answered(type="numeric", at="2025Q2", **asked)
    assert given.quantile(0.5) == pytest.approx(float(np.median((first + last) / 2.0)), rel=1e-6)
    assert any("straight between the ends of 2024 and 2025" in note for note in given.notes)
    assert not answered(type="numeric", at="2025Q4", **asked).notes
    waited = answered(type="numeric", at="2025Q2", lab="OpenAI", measure="hire_to_release")
    assert not any("straight" in note for note in waited.notes)
    assert given.question.reach == 28.0 and given.question.until == 26.0


def test_a_lab_that_was_not_known_is_refused() -> None:
    """Nobody is asked about a lab before it was known of, by either way to name it."""
    asked = {"at": "2025Q4", "lab": "Thinking Machines", "measure": "compute"}
    several = Questions("T", (question(type="numeric", as_of="2024-12", **asked),), "t")
    with pytest.raises(
        InputError, match="'a' asks about Thinking Machines, which was not known on 2024-12-31"
    ):
        ask(several, runs=1, agents=300, progress="none")
    asked = {"series": "lab_compute_available_year_end", "entity": "SpaceXAI (xAI)", "period": "2025-12"}
    several = Questions("T", (question(type="numeric", **asked),), "t")
    with pytest.raises(InputError, match="'a' asks about xAI, which was not known on 2022-12-31"):
        ask(several, as_of="2022", runs=1, agents=300, progress="none")


def test_what_was_settled_by_the_day_is_not_asked() -> None:
    """An outcome that was known by the as-of day is refused, though the question resolves later."""
    asked = question(
        type="numeric", outcome="us_gap", at="2025-05", resolves="2025-09-30",
        resolved={"value": "6 points", "date": "2025-06-15", "source": "S"},
    )  # fmt: skip
    with pytest.raises(InputError, match="'a' was settled on 2025-06-15, which is not after 2025-07-31"):
        ask(Questions("T", (asked,), "t"), as_of="2025-07", runs=1, agents=300, progress="none")


def test_what_an_answer_hangs_on_is_told_without_equal_numbers(answered: Answered) -> None:
    """Halves that differ are told with their middles, and where these look alike that is said."""
    given = answered(type="numeric", outcome="us_gap", at="2026Q2")
    for above, told in ((9.0, "9 ECI points in the half"), (5.0, "the middle of both is 5 ECI points")):
        hinge = Hinge("peer_pull", 0.2, above, 5.0, True)
        (said,) = forecasts.hangs(replace(given, hinge=hinge))
        assert said.startswith("It hangs most on peer_pull: ") and told in said


def test_failed_runs_are_counted_for_every_type(result: Result) -> None:
    """A run that broke off is counted in the answer, whether it is a chance or a number."""
    broken = copy(result)
    broken.__dict__["failed"] = np.arange(result.runs) < 3
    for keys in ({"type": "numeric"}, {"type": "binary", "above": "3 points"}):
        asked = question(outcome="us_gap", at="2026Q2", **keys)
        found = answer(asked, broken, weights(result), time_of(AS_OF), "held")
        assert (found.failed, found.runs) == (3, RUNS - 3)


def test_a_threshold_that_cannot_be_missed_is_sure(answered: Answered) -> None:
    """A number that every run passes has chance 1 with no error, one that none passes has 0."""
    sure = answered(type="binary", outcome="us_gap", at="2026Q2", above="-1000 points")
    none = answered(type="binary", outcome="us_gap", at="2026Q2", below="-1000 points")
    assert sure.chance is not None and none.chance is not None
    assert (sure.chance.value, none.chance.value) == (1.0, 0.0)
    assert sure.se == pytest.approx(0.0, abs=1e-12)
    assert sure.chance.low < 1.0 and not sure.hinge, "forty runs do not make sure"
    assert math.isfinite(none.chance.high)
