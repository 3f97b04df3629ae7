"""Visa openness: how easily a bloc lets foreign researchers in."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["VisaOpenness"]


@record
class VisaOpenness(Lever):
    """From 0, closed, to 1, as open as the US in 2016; sets the cost of entering. Two multiply."""

    combiner: ClassVar[Combiner] = multiply
