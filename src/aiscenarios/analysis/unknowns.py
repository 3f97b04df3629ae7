"""What is not known and matters most: uncertain numbers by how far an ending's chance moves with them.

The runs are split at the median of a parameter; the chance in the upper half less that in the lower half says
how much of the answer hangs on it. Starting beliefs about parameters are independent of each other, so the
halves differ in nothing else but luck; fitted ones, and runs that are weighed by the known present, hold some
together, and a parameter then stands for what goes with it. The range allows for the search through all.
"""

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import Result
from aiscenarios.ensemble.intervals import LEVEL, wilson
from aiscenarios.ensemble.weighted import Weights, effective, mean, quantile

__all__ = ["Half", "Unknown", "newcombe", "unknowns"]


class Half(NamedTuple):
    """Runs on one side of a parameter's median: how many, and in how many the ending came true."""

    true: float
    runs: float
    """Runs, or what they are worth where they do not count alike."""

    @property
    def share(self) -> float:
        """Chance of the ending in this half; NaN without runs."""
        return self.true / self.runs if self.runs else math.nan


class Unknown(NamedTuple):
    """How an ending's chance moves with one parameter."""

    parameter: str
    median: float
    """Where the runs are split, in the parameter's unit."""
    above: Half
    below: Half
    low: float
    high: float
    """Range of the difference above minus below, at 90% for all parameters together."""

    @property
    def difference(self) -> float:
        """Chance above the median minus chance below it."""
        return self.above.share - self.below.share

    @property
    def is_sure(self) -> bool:
        """The difference is more than luck."""
        return self.low > 0 or self.high < 0


def unknowns(result: Result, narrative: str) -> tuple[Unknown, ...]:
    """Every uncertain number of a result, the one that moves an ending most first.

    Args:
        result: a stored ensemble; failed runs are left out.
        narrative: name of the ending.
    """
    finished = ~result.failed
    true = result.judgement[narrative].true[finished]
    weights = None if result.weights is None else result.weights[finished]
    drawn = {name: values[finished] for name, values in _uncertain(result)}
    z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / max(len(drawn), 1))
    found = [_split(name, values, true, weights, z) for name, values in drawn.items()]
    return tuple(sorted(found, key=lambda each: -abs(each.difference)))


def _uncertain(result: Result) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Parameters whose value differs between runs."""
    for name, column in result.parameters.items():
        values = column.to_numpy(dtype=np.float64)
        if np.ptp(values) > 0:
            yield str(name), values


def _split(
    name: str, values: NDArray[np.float64], true: NDArray[np.bool_], weights: Weights | None, z: float
) -> Unknown:
    median = float(np.median(values)) if weights is None else float(quantile(values, weights, (0.5,))[0])
    upper = values > median
    above, below = (_half(true, weights, side) for side in (upper, ~upper))
    return Unknown(name, median, above, below, *newcombe(above, below, z))


def _half(true: NDArray[np.bool_], weights: Weights | None, side: NDArray[np.bool_]) -> Half:
    if weights is None:
        return Half(int(true[side].sum()), int(side.sum()))
    if not weights[side].any():
        return Half(0.0, 0.0)
    worth = effective(weights[side])
    return Half(mean(true[side].astype(np.float64), weights[side]) * worth, worth)


def newcombe(first: Half, second: Half, z: float) -> tuple[float, float]:
    """Interval of a difference of independent proportions: hybrid score (Newcombe 1998, method 10)."""
    (low1, high1), (low2, high2) = (wilson(half.true, half.runs, z) for half in (first, second))
    gap = first.share - second.share
    return (
        gap - math.hypot(first.share - low1, high2 - second.share),
        gap + math.hypot(high1 - first.share, second.share - low2),
    )
