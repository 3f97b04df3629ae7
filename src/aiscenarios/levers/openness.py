"""Openness: how much of their methods labs publish within a year."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Openness"]


@record
class Openness(Lever):
    """Share of methods, of a middling lab of a bloc or of one lab; feeds followers. Two multiply."""

    combiner: ClassVar[Combiner] = multiply
