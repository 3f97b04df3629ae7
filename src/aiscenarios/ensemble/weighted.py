"""What a weighted ensemble says: weights are one a run and sum to one; all equal where nothing re-weights."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.intervals import Estimate, wilson

__all__ = [
    "chance", "effective", "equal", "mean", "mixed_quantile", "probability", "quantile", "standard_error",
]  # fmt: skip

type Weights = NDArray[np.float64]


def equal(runs: int) -> Weights:
    """The weights of runs that nothing re-weights."""
    return np.full(runs, 1.0 / runs)


def effective(weights: Weights) -> float:
    """Effective sample size (Kish 1965): the number of equally weighted runs that are worth as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _known(values: NDArray[np.floating], weights: Weights) -> tuple[NDArray[np.float64], Weights]:
    """Values that are there, and their weights, which again sum to one."""
    there = np.isfinite(values) & (weights > 0.0)
    return values[there].astype(np.float64), weights[there] / max(weights[there].sum(), 1e-300)


def mean(values: NDArray[np.floating], weights: Weights) -> float:
    """Mean over runs; absent values are left out, NaN where all are absent.

    Args:
        values: one a run.
        weights: one a run.
    """
    known, share = _known(values, weights)
    return float(known @ share) if len(known) else math.nan


def quantile(values: NDArray[np.floating], weights: Weights, levels: Sequence[float]) -> NDArray[np.float64]:
    """Quantiles over runs, linear between the middles of the runs' steps (Hyndman and Fan 1996, type 5).

    Args:
        values: one a run; absent ones are left out.
        weights: one a run.
        levels: between 0 and 1.
    """
    known, share = _known(values, weights)
    if not len(known):
        return np.full(len(levels), math.nan)
    order = np.argsort(known, kind="stable")
    reached = np.cumsum(share[order])
    return np.interp(levels, reached - 0.5 * share[order], known[order])


def probability(true: NDArray[np.bool_], failed: NDArray[np.bool_], weights: Weights) -> Estimate:
    """Share of finished runs that are true, with its 90% sampling range and bounds for the failed ones.

    The range is the score interval at the effective number of runs (Wilson 1927).

    Args:
        true: per run; what it says of a failed run is not used.
        failed: per run.
        weights: one a run.
    """
    worth = effective(weights)
    known, lost = float(weights[true & ~failed].sum()), float(weights[failed].sum())
    share = known / (1.0 - lost) if lost < 1.0 else math.nan
    low, high = wilson(known * worth, worth)[0], wilson((known + lost) * worth, worth)[1]
    return Estimate(share, low, high, len(true), int(failed.sum()))


def standard_error(values: NDArray[np.floating], weights: Weights) -> float:
    """Standard error of the weighted mean by luck of the draw; NaN where all values are absent."""
    known, share = _known(values, weights)
    if not len(known):
        return math.nan
    spread = float(share @ (known - share @ known) ** 2)
    return math.sqrt(spread / max(effective(share) - 1.0, 1.0))


def chance(chances: NDArray[np.floating], weights: Weights, failed: int) -> Estimate:
    """Mean of runs that each say a chance, with the score interval at the effective number of them.

    Args:
        chances: one a run, 0 to 1; absent where a run says nothing.
        weights: one a run.
        failed: how many runs broke off; they say nothing.
    """
    said = mean(chances, weights)
    if math.isnan(said):
        return Estimate(said, 0.0, 1.0, len(chances), failed)
    said, worth = min(said, 1.0), effective(weights[np.isfinite(chances)])
    return Estimate(said, *wilson(said * worth, worth), len(chances), failed)


def mixed_quantile(
    values: NDArray[np.floating], weights: Weights, levels: Sequence[float]
) -> NDArray[np.float64]:
    """Quantiles over runs that each say several equally likely numbers, infinite ones among them.

    Args:
        values: run x number; a run that says nothing has NaN.
        weights: one a run.
        levels: between 0 and 1; one that only infinite numbers reach is infinite.
    """
    there = ~np.isnan(values).any(axis=1)
    if not weights[there].sum() > 0.0:
        return np.full(len(levels), math.nan)
    share = np.repeat(weights[there] / weights[there].sum(), values.shape[1]) / values.shape[1]
    flat = values[there].ravel()
    finite = float(share[np.isfinite(flat)].sum())
    if finite == 0.0:
        return np.full(len(levels), math.inf)
    wanted = np.asarray(levels) / finite
    found = quantile(flat, share, np.minimum(wanted, 1.0).tolist())
    return np.where(wanted > 1.0, math.inf, found)
