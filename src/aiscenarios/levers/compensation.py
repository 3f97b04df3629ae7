"""Compensation: what labs pay frontier researchers."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Compensation"]


@record
class Compensation(Lever):
    """Multiple of frontier pay in the bloc in 2025, of a bloc or a lab. Two raises multiply."""

    combiner: ClassVar[Combiner] = multiply
