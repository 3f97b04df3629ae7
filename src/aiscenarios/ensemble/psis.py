"""Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao and Gabry 2024)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import weighted

__all__ = ["ENOUGH", "FEWEST", "TRUSTED", "Smoothed", "neutral", "smoothed"]

TRUSTED = 0.7
"""Shape of the tail of the weights (k-hat) below which they can be smoothed (Vehtari and others 2024)."""
ENOUGH, FEWEST = 400, 100
"""Effective runs that a re-weighted answer needs, and that an approximate one needs."""
_TAIL = 5
"""Weights that a tail needs at least, as in ArviZ."""
_GRID, _STRETCH = 30, 3.0
"""Least number of scales that are tried for a tail, and how far they reach (Zhang and Stephens 2009)."""
_PRIOR_SHAPE, _PRIOR_WORTH = 0.5, 10.0
"""The weak prior of the shape, and how many weights it is worth (Vehtari and others 2024, appendix C)."""


class Smoothed(NamedTuple):
    """Weights that sum to one, and whether they can be trusted."""

    weights: NDArray[np.float64]
    khat: float
    """Shape of the tail of the weights; below 0.7 they can be trusted."""

    @property
    def effective(self) -> float:
        """Effective sample size; 0 where no draw is left.

        A small k-hat alone is not enough: bounded weights can rest on few draws.
        """
        return weighted.effective(self.weights) if self.weights.any() else 0.0


def smoothed(logs: NDArray[np.float64]) -> Smoothed:
    """Weights from their logarithms, the largest ones smoothed.

    Where the largest are all alike, as after a report of an event, there is no tail: its shape is given as 0
    and nothing is smoothed. Where draws are too few for a tail, it is infinite. Where no draw is left, all
    weights are 0.

    Args:
        logs: one a draw, up to a constant; minus infinity for a draw that counts for nothing.
    """
    left = logs[np.isfinite(logs)]
    if not len(left):
        return Smoothed(np.zeros(len(logs)), np.inf)
    if left.min() == left.max():
        return Smoothed(np.isfinite(logs) / len(left), 0.0)
    tail = int(min(0.2 * len(left), 3.0 * np.sqrt(len(left))))
    top = np.sort(left)[-tail - 1 :]
    if tail < _TAIL or top[1] == top[-1] or len(np.unique(top)) <= _TAIL:
        found = np.exp(logs - left.max())
        return Smoothed(found / found.sum(), 0.0 if tail >= _TAIL else np.inf)
    return _smoothed(logs, tail)


def _smoothed(logs: NDArray[np.float64], tail: int) -> Smoothed:
    """The same with a tail of so many draws, as in ArviZ, whose import takes longer than all of that."""
    counted = np.isfinite(logs)
    weights, left = np.zeros(len(logs)), logs[counted] - logs[counted].max()
    order = np.argsort(left)
    top, largest = order[-tail:], left[order[-1]]
    cutoff = np.exp(left[order[-tail - 1]])
    shape, scale = _pareto(np.exp(left[top]) - cutoff)
    if np.isfinite(shape):
        part = np.arange(0.5, tail) / tail
        left[top] = np.minimum(np.log(cutoff + scale * np.expm1(-shape * np.log1p(-part)) / shape), largest)
    found = np.exp(left - left.max())
    weights[counted] = found / found.sum()
    return Smoothed(weights, float(shape))


def _pareto(excess: NDArray[np.float64]) -> tuple[float, float]:
    """Shape and scale of the generalised Pareto distribution of ordered excesses; infinite, NaN: no fit.

    Zhang and Stephens 2009, with the weak prior that the shape is about a half of Vehtari and others 2024.
    """
    count = len(excess)
    quartile = excess[int(count / 4 + 0.5) - 1]
    if quartile <= excess[0]:
        return np.inf, np.nan
    grid = _GRID + int(count**0.5)
    theta = 1.0 - np.sqrt(grid / (np.arange(1.0, grid + 1.0) - 0.5))
    theta = theta / (_STRETCH * quartile) + 1.0 / excess[-1]
    shapes = np.log1p(-theta[:, None] * excess).mean(axis=1)
    profile = count * (np.log(-theta / shapes) - shapes - 1.0)
    likely = np.exp(profile - profile.max())
    middle = float(theta @ likely / likely.sum())
    shape = float(np.log1p(-middle * excess).mean())
    return (count * shape + _PRIOR_WORTH * _PRIOR_SHAPE) / (count + _PRIOR_WORTH), -shape / middle


def neutral(logs: NDArray[np.float64], failed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The same with failed draws, which say nothing, at the average weight of the finished ones.

    Args:
        logs: logarithms of weights, one a draw.
        failed: per draw.
    """
    finished = logs[~failed]
    if not failed.any() or not np.isfinite(finished).any():
        return np.where(failed, -np.inf, logs)
    top = finished.max()
    return np.where(failed, top + np.log(np.exp(finished - top).mean()), logs)
