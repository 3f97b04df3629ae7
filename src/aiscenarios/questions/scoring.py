"""Proper scores of one forecast: Brier and log of a chance, CRPS of quantiles; all of them better when lower.

Each is the loss under which the honest forecast is the best in expectation (Gneiting and Raftery 2007).
"""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.questions.answer import LEVELS
from aiscenarios.questions.forecast import Forecast
from aiscenarios.questions.question import Benchmark, Question, Resolution

__all__ = ["Score", "benchmark_quantiles", "brier", "crps", "log_score", "place", "score_of"]

type Values = NDArray[np.float64]

_EDGE = NormalDist().inv_cdf(0.95)


class Score(NamedTuple):
    """How good a forecast was.

    ``loss`` is Brier's score of a binary question, else the CRPS: in the question's unit, for a date in
    quarters. ``base_rate`` and ``crowd`` are theirs by the same rule, None where the question names none.
    ``log`` is the log score of a binary question in nats. ``place`` is the share of the forecast below what
    came out, 0 to 1.
    """

    forecast: Forecast
    outcome: Resolution
    loss: float
    log: float | None
    base_rate: float | None
    crowd: float | None
    place: float | None


def brier(chance: float, outcome: float) -> float:
    """Brier's score (1950): the square of the chance less what came out, 0 or 1."""
    import scoringrules

    return float(scoringrules.brier_score(outcome, chance, backend="numpy"))


def log_score(chance: float, outcome: float, runs: float) -> float:
    """Minus the log of the chance that was given to what came out (Good 1952), in nats.

    So many runs cannot tell a chance below half a run in all of them; no chance is taken to be nearer than
    that to 0 or 1, so that an ensemble in which something never happened is not infinitely wrong.
    """
    import scoringrules

    least = 0.5 / max(runs, 1.0)
    return float(scoringrules.log_score(outcome, min(max(chance, least), 1.0 - least), backend="numpy"))


def crps(quantiles: Values, outcome: float, latest: float = math.inf) -> float:
    """Continuous ranked probability score of quantiles at LEVELS, as their mean pinball loss.

    Args:
        quantiles: of the forecast; equal ones are a point forecast, of which it is the distance.
        outcome: what came out.
        latest: what lies beyond, in forecast or outcome, counts as this: the time to which a question asks
            (threshold-weighted, Gneiting and Ranjan 2011).
    """
    import scoringrules

    capped = np.minimum(quantiles, latest)
    return float(
        scoringrules.crps_quantile(np.asarray(min(outcome, latest)), capped, LEVELS, backend="numpy")
    )


def place(quantiles: Values, outcome: float) -> float:
    """The share of a forecast that lies below what came out, ties counting half."""
    return float((np.sum(quantiles < outcome) + np.sum(quantiles == outcome) / 2.0) / len(quantiles))


def benchmark_quantiles(given: Benchmark) -> Values:
    """Quantiles of a forecast by others: two halves of Normals where 5% and 95% are known, else a point."""
    if given.low is None or given.high is None:
        return np.full(len(LEVELS), given.value)
    z = np.array([NormalDist().inv_cdf(level) for level in LEVELS]) / _EDGE
    return given.value + z * np.where(z < 0.0, given.value - given.low, given.high - given.value)


def score_of(forecast: Forecast, outcome: Resolution) -> Score:
    """The score of a forecast whose question has been settled."""
    question = forecast.question
    base_rate, crowd = (_other(question, each, outcome) for each in (question.base_rate, question.crowd))
    if question.kind == "binary":
        assert forecast.probability is not None
        chance = forecast.probability
        log = log_score(chance, outcome.value, forecast.runs)
        return Score(forecast, outcome, brier(chance, outcome.value), log, base_rate, crowd, None)
    assert forecast.quantiles is not None
    loss = crps(forecast.quantiles, outcome.value, _latest(question))
    below = place(forecast.quantiles, outcome.value)
    return Score(forecast, outcome, loss, None, base_rate, crowd, below)


def _other(question: Question, given: Benchmark | None, outcome: Resolution) -> float | None:
    """The loss of a forecast by others."""
    if given is None:
        return None
    if question.kind == "binary":
        return brier(given.value, outcome.value)
    return crps(benchmark_quantiles(given), outcome.value, _latest(question))


def _latest(question: Question) -> float:
    return question.until if question.kind == "date" else math.inf
