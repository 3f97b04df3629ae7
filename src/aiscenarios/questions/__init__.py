"""Questions that a day will settle: read, answered from ensembles, registered and scored."""

from aiscenarios.questions.answer import LEVELS, Answer, Hinge
from aiscenarios.questions.ask import Asked, ask
from aiscenarios.questions.outlook import POLICIES
from aiscenarios.questions.question import Question, Questions
from aiscenarios.questions.reading import load, shipped, validate
from aiscenarios.questions.register import Entry, entries, register
from aiscenarios.questions.scores import Scores, score, scores_of

__all__ = [
    "LEVELS", "POLICIES", "Answer", "Asked", "Entry", "Hinge", "Question", "Questions", "Scores", "ask",
    "entries", "load", "register", "score", "scores_of", "shipped", "validate",
]  # fmt: skip
