"""Export controls: the US forbids China part of the frontier chips it wants to buy."""

import math
from typing import ClassVar

from aiscenarios.levers.combine import Combiner, floor
from aiscenarios.levers.lever import Lever, Step
from aiscenarios.records import Origin, record

__all__ = ["ExportControls", "FrontierGrowth"]


@record
class FrontierGrowth:
    """How fast the best chip on sale gains performance, natural log units a year."""

    value: float
    source: str
    origin: Origin


@record
class ExportControls(Lever):
    """Share of the frontier chip performance China wants that it may not buy; lowers the licensed flow.

    Of two rules in force the stricter counts.
    """

    combiner: ClassVar[Combiner] = floor

    frontier_growth: FrontierGrowth

    def moved(self, step: Step, years: float) -> float:
        """A cap on performance that stands still leaves a smaller share open as the frontier moves on."""
        growth = self.frontier_growth.value if step.fixed_cap else 0.0
        return 1.0 - (1.0 - step.level) * math.exp(-growth * years)
