"""Weighted runs: means and quantiles with their sampling error, and how many runs the weights leave."""

import math

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.intervals import Estimate, wilson

__all__ = ["effective", "mean", "probability", "quantiles"]

type Values = NDArray[np.float64]


def effective(weights: Values) -> float:
    """Equally weighted runs that would be as many (Kish 1965): (sum w)^2 / sum w^2; 0 without weight."""
    squares = float(np.sum(weights**2))
    return float(np.sum(weights)) ** 2 / squares if squares > 0.0 else 0.0


def mean(values: Values, weights: Values) -> tuple[float, float]:
    """Mean and its standard error; values that are NaN are left out; NaN where nothing is left.

    Args:
        values: one a run.
        weights: one a run, not negative.
    """
    known = np.isfinite(values) & (weights > 0.0)
    if not known.any():
        return math.nan, math.nan
    share = weights[known] / weights[known].sum()
    found = float(share @ values[known])
    count = effective(share)
    spread = float(share @ (values[known] - found) ** 2)
    return found, math.sqrt(spread / max(count - 1.0, 1.0))


def probability(chances: Values, weights: Values, failed: int) -> Estimate:
    """A chance with its 90% sampling range: Wilson's, of as many runs as the weights leave.

    Args:
        chances: one a run, 0 to 1; NaN where a run says nothing.
        weights: one a run, not negative.
        failed: how many of the runs broke off.
    """
    found, _ = mean(chances, weights)
    count = effective(weights[np.isfinite(chances)])
    low, high = wilson(found * count, count) if count else (0.0, 1.0)
    return Estimate(found, low, high, len(chances), failed)


def quantiles(values: Values, weights: Values, levels: Values) -> Values:
    """Quantiles of runs that each say several equally likely numbers.

    The inverse of the weighted distribution function, straight between the middles of its steps; a level in a
    step to infinity is infinite.

    Args:
        values: run x point, in any order; NaN where a run says nothing.
        weights: one a run, not negative.
        levels: between 0 and 1.
    """
    known = ~np.isnan(values).any(axis=1) & (weights > 0.0)
    if not known.any():
        return np.full(len(levels), np.nan)
    flat = values[known].ravel()
    share = np.repeat(weights[known] / weights[known].sum() / values.shape[1], values.shape[1])
    order = np.argsort(flat, kind="stable")
    flat, share = flat[order], share[order]
    finite = np.isfinite(flat)
    if not finite.any():
        return np.full(len(levels), math.inf)
    middles = (np.cumsum(share) - share / 2.0)[finite]
    found = np.interp(levels, middles, flat[finite])
    return np.where(levels > float(share[finite].sum()), math.inf, found)
