"""Exit controls: a bloc blocks part of the departures of its researchers."""

from typing import ClassVar

from aiscenarios.levers.combine import Combiner, floor
from aiscenarios.levers.lever import Lever
from aiscenarios.records import record

__all__ = ["ExitControls"]


@record
class ExitControls(Lever):
    """Share of departures nominally blocked; raises the cost of leaving. Of two bans the stricter counts."""

    combiner: ClassVar[Combiner] = floor
