"""An answer: a chance with its sampling error, or quantiles; and the uncertain number it hangs on most."""

import math
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import Estimate, Result
from aiscenarios.ensemble.intervals import LEVEL
from aiscenarios.ensemble.weighted import chance as weighted_chance
from aiscenarios.ensemble.weighted import effective, mean, mixed_quantile, standard_error
from aiscenarios.questions.question import Question
from aiscenarios.questions.runs import Said, says

__all__ = ["LEVELS", "Answer", "Hinge", "answer"]

type Values = NDArray[np.float64]

LEVELS = np.arange(1, 100) / 100.0
"""Levels of the quantiles that an answer holds, and by which it is scored."""
_MEDIAN = (0.5,)


class Hinge(NamedTuple):
    """An uncertain number, and the answer in the runs above its median and in those below.

    ``above`` and ``below`` are chances of a binary question, else medians in the question's unit or times.
    """

    parameter: str
    median: float
    above: float
    below: float
    is_sure: bool
    """The halves differ by more than luck, at 90% for all parameters together."""


@dataclass(frozen=True)
class Answer:
    """What an ensemble answers to a question.

    Args:
        question: the question.
        policy: ``held`` or ``sampled``.
        chance: of a binary question; of a date question the chance of the event by its date; else None.
        se: standard error by luck of the draw, of the chance or else of the median.
        quantiles: at LEVELS, in the question's unit; of a date question times, infinite for later or never.
        hinge: what it hangs on most; None where the halves of no uncertain number differ.
        runs: how many finished, and spoke to the question.
        failed: how many broke off.
        effective: equally weighted runs that would be as many.
        notes: how it was made.
    """

    question: Question
    policy: str
    chance: Estimate | None
    se: float
    quantiles: Values | None
    hinge: Hinge | None
    runs: int
    failed: int
    effective: float
    notes: tuple[str, ...]

    def quantile(self, level: float) -> float:
        """A quantile, at one of LEVELS."""
        assert self.quantiles is not None
        return float(self.quantiles[int(np.argmin(np.abs(LEVELS - level)))])


def answer(
    question: Question, result: Result, weights: Values, now: float, policy: str, notes: tuple[str, ...] = ()
) -> Answer:
    """Answer a question from an ensemble.

    Args:
        question: the question.
        result: an ensemble as of its as-of date that reaches what it asks about.
        weights: one a run.
        now: the end of the as-of day, in quarters since the start of 2019.
        policy: ``held`` or ``sampled``.
        notes: what is to be said of the ensemble.
    """
    said = says(question, result, now)
    speaks = _speaks(said)
    found = None if said.values is None else mixed_quantile(said.values, weights, LEVELS.tolist())
    chance = None if said.chance is None else weighted_chance(said.chance, weights, int(result.failed.sum()))
    return Answer(
        question=question,
        policy=policy,
        chance=chance,
        se=_error(said, weights),
        quantiles=found,
        hinge=_hinge(said, result, weights),
        runs=int(speaks.sum()),
        failed=int(result.failed.sum()),
        effective=effective(weights[speaks]) if speaks.any() else 0.0,
        notes=(*said.notes, *_silent(speaks, result), *notes),
    )


def _speaks(said: Said) -> NDArray[np.bool_]:
    """Runs that say something."""
    if said.chance is not None:
        return np.isfinite(said.chance)
    assert said.values is not None
    return ~np.isnan(said.values).any(axis=1)


def _silent(speaks: NDArray[np.bool_], result: Result) -> tuple[str, ...]:
    failed, silent = int(result.failed.sum()), int((~speaks & ~result.failed).sum())
    told = []
    if silent:
        told.append(f"{silent:,} of {result.runs:,} runs give no number for it and are left out.")
    if failed:
        told.append(f"{failed:,} of {result.runs:,} runs failed and are left out.")
    return tuple(told)


def _error(said: Said, weights: Values) -> float:
    """Standard error of the chance; of the median by the error of its level (Woodruff 1952)."""
    if said.chance is not None:
        return standard_error(said.chance, weights)
    assert said.values is not None
    middle = float(mixed_quantile(said.values, weights, _MEDIAN)[0])
    below = _below(said.values, middle)
    step = standard_error(below, weights)
    ends = mixed_quantile(said.values, weights, [max(0.5 - step, 0.0), min(0.5 + step, 1.0)])
    return float(ends[1] - ends[0]) / 2.0 if math.isfinite(step) else math.nan


def _below(values: Values, cut: float) -> Values:
    """The part of each run's numbers that lie below a cut, ties counting half; NaN where it says nothing."""
    part = (values < cut).mean(axis=1) + (values == cut).mean(axis=1) / 2.0
    return np.where(np.isnan(values).any(axis=1), np.nan, part)


def _hinge(said: Said, result: Result, weights: Values) -> Hinge | None:
    """Runs are split at the median of each uncertain number; the one whose halves differ most."""
    score = said.chance if said.values is None else _below(said.values, _middle(said, weights))
    assert score is not None
    drawn = {
        str(name): values
        for name, column in result.parameters.items()
        if np.ptp(values := column.to_numpy(dtype=np.float64)) > 0.0
    }
    z = NormalDist().inv_cdf(1.0 - (1.0 - LEVEL) / 2.0 / max(len(drawn), 1))
    split = {name: values > np.median(values) for name, values in drawn.items()}
    gaps = {name: _gap(score, weights, upper) for name, upper in split.items()}
    known = {name: gap for name, gap in gaps.items() if abs(gap[0]) > 0.0}  # neither none nor NaN
    if not known:
        return None
    name = max(known, key=lambda each: abs(known[each][0]))
    tell = partial(_told, said, weights)
    gap, error = known[name]
    return Hinge(
        name, float(np.median(drawn[name])), tell(split[name]), tell(~split[name]), abs(gap) > z * error
    )


def _middle(said: Said, weights: Values) -> float:
    """The median; where that is never, the chance of the event by its date tells runs apart."""
    assert said.values is not None
    middle = float(mixed_quantile(said.values, weights, _MEDIAN)[0])
    return middle if math.isfinite(middle) else float(np.finfo(np.float64).max)


def _gap(score: Values, weights: Values, upper: NDArray[np.bool_]) -> tuple[float, float]:
    """Difference of the halves' means, and its standard error."""
    high, low = (mean(score[side], weights[side]) for side in (upper, ~upper))
    first, second = (standard_error(score[side], weights[side]) for side in (upper, ~upper))
    return high - low, math.hypot(first, second)


def _told(said: Said, weights: Values, side: NDArray[np.bool_]) -> float:
    """The answer in a part of the runs."""
    if said.values is None:
        assert said.chance is not None
        return mean(said.chance[side], weights[side])
    return float(mixed_quantile(said.values[side], weights[side], _MEDIAN)[0])
