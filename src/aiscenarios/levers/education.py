"""Education: a bloc trains more or fewer AI researchers."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Education"]


@record
class Education(Lever):
    """Multiple of the default number of graduates a year. Two reforms multiply."""

    combiner: ClassVar[Combiner] = multiply
