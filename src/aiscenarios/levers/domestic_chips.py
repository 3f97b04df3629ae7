"""Domestic chips: China speeds or slows the ramp of its own AI chips."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["DomesticChips"]


@record
class DomesticChips(Lever):
    """Multiple of the default flow of domestic chips. Two programmes multiply."""

    combiner: ClassVar[Combiner] = multiply
