"""Rhetoric: how hostile the US and China are to each other's researchers."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, floor
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Rhetoric"]


@record
class Rhetoric(Lever):
    """From 0 to 1, felt at both ends alike; pushes foreign researchers out. The harsher tone counts."""

    combiner: ClassVar[Combiner] = floor
