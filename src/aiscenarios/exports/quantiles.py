"""What the formats of summaries share: quantiles of every outcome by quarter, over runs that finished."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.dataset import places
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.summary import columns, quantiles

__all__ = ["WORLD", "Spread", "spreads"]

WORLD = "World"


class Spread(NamedTuple):
    """The spread of one outcome column over runs."""

    outcome: str
    """The column without its blocs."""
    region: str
    """Its bloc, ``US>CN`` for a flow, World where it has none."""
    unit: str
    levels: NDArray[np.float64]
    """Level x quarter; NaN where no run gives a value."""


def spreads(result: Result, levels: tuple[float, ...]) -> Iterator[Spread]:
    """Every column in the order of the manifest, some at a time."""
    units = result.manifest.outcomes
    where = places(units)
    for name, values in columns(result):
        place = where[name]
        yield Spread(
            place.variable,
            ">".join(place.blocs) or WORLD,
            units[name],
            quantiles(values, levels, result.weights),
        )
