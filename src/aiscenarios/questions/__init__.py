"""Questions that a day will settle: read, answered from ensembles, registered and scored."""

from aiscenarios.questions.answer import LEVELS, Answer, Hinge
from aiscenarios.questions.ask import Asked, ask
from aiscenarios.questions.question import Question, Questions
from aiscenarios.questions.reading import load, shipped, validate

__all__ = [
    "LEVELS",
    "Answer",
    "Asked",
    "Hinge",
    "Question",
    "Questions",
    "ask",
    "load",
    "shipped",
    "validate",
]
