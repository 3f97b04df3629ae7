"""A forecast that can be scored: a chance, or quantiles; asked now or read from a register."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.questions.answer import Answer
from aiscenarios.questions.question import Question

__all__ = ["Forecast", "of_answer"]


@dataclass(frozen=True)
class Forecast:
    """What was said before a question was settled.

    Args:
        question: the question.
        policy: ``held`` or ``sampled``.
        probability: of a binary question, and of a date question that the event happens by its date.
        quantiles: at LEVELS, in the question's unit or as times, infinite for later or never; else None.
        runs: equally weighted runs behind it.
    """

    question: Question
    policy: str
    probability: float | None
    quantiles: NDArray[np.float64] | None
    runs: float


def of_answer(given: Answer) -> Forecast:
    """An answer as a forecast."""
    chance = None if given.chance is None else given.chance.value
    return Forecast(given.question, given.policy, chance, given.quantiles, given.effective)
