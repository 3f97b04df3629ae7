"""Compute budget: labs spend more or less on chips than they would."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, multiply
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["ComputeBudget"]


@record
class ComputeBudget(Lever):
    """Multiple of default chip spending, of a bloc or a lab; two multiply.

    A lab may be given US$ a year instead.
    """

    combiner: ClassVar[Combiner] = multiply
