"""Subsidy: public money for AI firms and their compute."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, add
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Subsidy"]


@record
class Subsidy(Lever):
    """US$ a year added to what a bloc's labs can spend. Two funds add up."""

    combiner: ClassVar[Combiner] = add
