"""Talent programme: what a bloc pays for each researcher it attracts."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, add
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["TalentProgramme"]


@record
class TalentProgramme(Lever):
    """US$ a recruited researcher; adds to the worth of moving there. Two programmes add up."""

    combiner: ClassVar[Combiner] = add
