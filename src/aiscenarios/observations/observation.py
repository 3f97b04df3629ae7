"""What an observation is: from the outcomes of runs to the number that a source prints for a period."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from aiscenarios.observations.period import Period

__all__ = ["How", "Observation", "Seen", "Values"]

type Values = NDArray[Any]
"""run x quarter."""
type How = Literal["end", "mean", "sum"]
"""A level at the period's end; the mean over the period; the sum over it."""


class Seen(Protocol):
    """What observations read of some runs."""

    def column(self, name: str) -> Values:
        """An outcome column, run x quarter."""
        ...

    def lab(self, name: str, field: str) -> Values:
        """A lab's field of the lab table, run x quarter; known in fourth quarters, else NaN."""
        ...


@dataclass(frozen=True)
class Observation:
    """A public series as the model sees it.

    Args:
        series: its name.
        entities: what its source tells apart, each with the number it would print quarter by quarter, in the
            source's unit.
        how: how the source gets from quarters to a period.
    """

    series: str
    entities: Mapping[str, Callable[[Seen], Values]]
    how: How

    def printed(self, seen: Seen, entity: str, period: Period) -> NDArray[np.float64]:
        """What the source would print of each run, without its own error; NaN where it could not.

        Args:
            seen: the runs.
            entity: one of ``entities``.
            period: inside the runs' time.
        """
        values = np.asarray(self.entities[entity](seen), dtype=np.float64)
        return level_at(values, period.end) if self.how == "end" else over(values, period, self.how == "mean")


def level_at(values: Values, time: float) -> NDArray[np.float64]:
    """A level at a time, in quarters since the start of 2019: straight between the ends of quarters.

    Before the end of the first quarter it is that quarter's; one that is not known at one end is the other.
    """
    place = max(0.0, time - 1.0)
    before = min(int(place), values.shape[1] - 1)
    after = min(before + 1, values.shape[1] - 1)
    part = place - before
    if part == 0.0:
        return np.array(values[:, before])
    early, late = values[:, before], values[:, after]
    mixed = (1.0 - part) * early + part * late
    return np.where(np.isnan(early), late, np.where(np.isnan(late), early, mixed))


def over(values: Values, period: Period, mean: bool) -> NDArray[np.float64]:
    """The sum over a period, events being spread evenly inside a quarter, or the mean."""
    parts = {quarter: period.part(quarter) for quarter in period.quarters()}
    total = np.sum([part * values[:, quarter] for quarter, part in parts.items()], axis=0)
    return np.asarray(total / sum(parts.values()) if mean else total)
