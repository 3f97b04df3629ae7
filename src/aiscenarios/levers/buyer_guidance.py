"""Buyer guidance: China tells its buyers to leave foreign chips that they may buy."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, floor
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["BuyerGuidance"]


@record
class BuyerGuidance(Lever):
    """Share of allowed foreign chips left; lowers the licensed flow. The stricter of two counts."""

    combiner: ClassVar[Combiner] = floor
