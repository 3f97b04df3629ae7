"""Enforcement: the US stops part of the chips that reach China although forbidden."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, floor
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Enforcement"]


@record
class Enforcement(Lever):
    """Share of diversion stopped; lowers what leaks past the controls. Of two efforts the stronger counts."""

    combiner: ClassVar[Combiner] = floor
