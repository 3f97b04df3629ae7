"""Retention pay: bonuses that are lost by leaving."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, add
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["RetentionPay"]


@record
class RetentionPay(Lever):
    """US$ a year for each researcher who stays, of a bloc or a lab; holds people. Two bonuses add up."""

    combiner: ClassVar[Combiner] = add
