"""Scores of many forecasts: means, how often others were nearer, and whether chances were reliable."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.errors import InputError
from aiscenarios.questions.ask import Asked, ask
from aiscenarios.questions.forecast import Forecast, of_answer
from aiscenarios.questions.question import Question, Resolution
from aiscenarios.questions.register import entries
from aiscenarios.questions.resolutions import RESOLUTIONS, read_resolutions
from aiscenarios.questions.scoring import Score, score_of

__all__ = ["Comparison", "Reliability", "Scores", "compare", "reliability", "score", "scores_of"]

type Values = NDArray[np.float64]


class Comparison(NamedTuple):
    """Forecasts against those of others, on the questions that name them.

    ``skill`` is 1 less the ratio of mean losses; NaN of numeric questions, whose losses differ in unit.
    """

    against: str
    kind: str
    questions: int
    nearer: int
    skill: float


class Reliability(NamedTuple):
    """Chances against how often they came true (Dimitriadis, Gneiting and Jordan 2021).

    ``often`` is the isotonic regression of what came out on the chances, which needs no choice of bins. The
    mean Brier score is ``miscalibration`` less ``discrimination`` plus ``uncertainty``.
    """

    chances: Values
    often: Values
    outcomes: Values
    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True)
class Scores:
    """Forecasts that were settled, with their scores, those that are not yet, and questions without one."""

    title: str
    scored: tuple[Score, ...]
    open: tuple[Forecast, ...]
    silent: tuple[Question, ...] = ()
    """No run said anything of these."""
    asked: Asked | None = None
    """What the answers of a file of questions were made from."""

    def of(self, kind: str) -> tuple[Score, ...]:
        """The scores of binary, numeric or date questions."""
        return tuple(each for each in self.scored if each.forecast.question.kind == kind)

    @property
    def brier(self) -> float:
        """Mean Brier score of binary questions; NaN without one."""
        return _mean([each.loss for each in self.of("binary")])

    @property
    def log(self) -> float:
        """Mean log score of binary questions in nats; NaN without one."""
        return _mean([each.log for each in self.of("binary") if each.log is not None])

    def covered(self, level: float) -> tuple[int, int]:
        """Of numeric questions: how many came out inside the central interval of a level, and of how many."""
        places = [each.place for each in self.of("numeric") if each.place is not None]
        return sum(abs(each - 0.5) <= level / 2.0 for each in places), len(places)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Against base rates and crowds, for each kind of question that has them."""
        pairs = (compare(self.of(kind), other) for other in ("base_rate", "crowd") for kind in _KINDS)
        return tuple(each for each in pairs if each.questions)

    @property
    def reliability(self) -> Reliability | None:
        """Of the binary questions; None without one."""
        found = self.of("binary")
        if not found:
            return None
        chances = np.array([each.forecast.probability for each in found], dtype=np.float64)
        return reliability(chances, np.array([each.outcome.value for each in found]))


_KINDS = ("binary", "numeric", "date")


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def compare(scored: tuple[Score, ...], against: str) -> Comparison:
    """Forecasts of one kind of question against ``base_rate`` or ``crowd``."""
    pairs = [(each.loss, other) for each in scored if (other := getattr(each, against)) is not None]
    kind = scored[0].forecast.question.kind if scored else ""
    ours, theirs = (_mean([pair[side] for pair in pairs]) for side in (0, 1))
    skill = math.nan if kind == "numeric" or not theirs > 0.0 else 1.0 - ours / theirs
    return Comparison(against, kind, len(pairs), sum(loss < other for loss, other in pairs), skill)


def reliability(chances: Values, outcomes: Values) -> Reliability:
    """Chances against how often they came true, in rising order of chance.

    Args:
        chances: one a question.
        outcomes: 0 or 1.
    """
    from scipy.optimize import isotonic_regression

    _, which, counts = np.unique(chances, return_inverse=True, return_counts=True)
    rates = np.bincount(which, outcomes) / counts
    often = isotonic_regression(rates, weights=counts).x[which]
    base = float(outcomes.mean())
    brier, fitted, usual = (float(np.mean((each - outcomes) ** 2)) for each in (chances, often, base))
    order = np.argsort(chances, kind="stable")
    return Reliability(chances[order], often[order], outcomes[order], brier - fitted, usual - fitted, usual)


def scores_of(asked: Asked) -> Scores:
    """Scores of answers to questions whose file says how they came out."""
    pairs = [(of_answer(each), each.question.resolved) for each in asked.answers if each.runs]
    silent = tuple(each.question for each in asked.answers if not each.runs)
    return replace(_scores(asked.questions.title, pairs), silent=silent, asked=asked)


def _scores(title: str, pairs: list[tuple[Forecast, Resolution | None]]) -> Scores:
    settled = tuple(score_of(forecast, outcome) for forecast, outcome in pairs if outcome is not None)
    return Scores(title, settled, tuple(forecast for forecast, outcome in pairs if outcome is None))


def score(path: str | Path, **options: Any) -> Scores:
    """Score the forecasts of a register, or ask the questions of a file and score the answers.

    Args:
        path: the folder of a register, whose ``resolutions.yaml`` says how questions came out; or a file of
            questions, or a shipped one's name, that says so itself.
        options: of :func:`ask`, for a file of questions.

    Raises:
        InputError: the register does not hold together, a file is wrong, or an option is given in vain.
    """
    if not Path(path).is_dir():
        return scores_of(ask(str(path), **options))
    if options:
        raise InputError(f"a register is not asked again ({', '.join(options)} given)", file=str(path),
                         hint="give that with a file of questions")  # fmt: skip
    found = entries(path)
    outcomes: Mapping[str, Resolution] = read_resolutions(Path(path) / RESOLUTIONS, found)
    pairs = [(each.forecast, outcomes.get(each.forecast.question.id)) for each in found]
    return _scores(f"Register {path}", pairs)
