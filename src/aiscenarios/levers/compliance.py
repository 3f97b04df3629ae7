"""Compliance: reviews and registrations that a model must pass before it ships."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, add
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["Compliance"]


@record
class Compliance(Lever):
    """Months of delay between a finished and a shipped model. Two procedures add up."""

    combiner: ClassVar[Combiner] = add
