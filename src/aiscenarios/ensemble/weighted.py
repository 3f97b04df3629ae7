"""What a weighted ensemble says: weights are one a run and sum to one; all equal where nothing re-weights."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.intervals import Estimate, Z, bonett_price, wilson

__all__ = [
    "Arm", "Weights", "chance", "difference", "effective", "equal", "mean", "mean_difference",
    "mixed_quantile", "probability", "quantile", "quantiles", "standard_error",
]  # fmt: skip

_TOGETHER = 2**16
"""Values that are put in order at a time: as many as fit into a processor's cache."""
_DIGIT = 16


type Weights = NDArray[np.float64]


class Arm(NamedTuple):
    """Which runs of a result are true, and how much each counts."""

    true: NDArray[np.bool_]
    weights: Weights


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
    """Quantiles of one number a run; see ``quantiles``."""
    return quantiles(values[None], weights, levels)[:, 0]


def quantiles(values: NDArray[np.floating], weights: Weights, levels: Sequence[float]) -> NDArray[np.float64]:
    """Quantiles over runs, linear between the middles of the runs' steps (Hyndman and Fan 1996, type 5).

    Args:
        values: row x run; absent ones are left out.
        weights: one a run.
        levels: between 0 and 1.

    Returns:
        Level x row; NaN in a row where all are absent, or none weighs anything.
    """
    counted = weights > 0.0
    ours = slice(None) if counted.all() else counted
    weights = weights[ours]
    found = np.full((len(levels), len(values)), math.nan)
    if not len(weights):
        return found
    step = max(1, _TOGETHER // len(weights))
    for first in range(0, len(values), step):
        rows = np.ascontiguousarray(values[first : first + step, ours])
        order, known = _order(rows), np.isfinite(rows).sum(axis=1)
        reached = np.cumsum(weights[order], axis=1)
        found[:, first : first + step] = _at(rows, order, reached, known - 1, weights, np.asarray(levels))
    return found


def _order(rows: NDArray[np.floating]) -> NDArray[np.intp]:
    """Runs by their value, equal ones by their number, absent ones last: row x rank.

    They are sorted by 16 bits after the other, the lowest first, since numpy sorts such short numbers by
    digit, in a fraction of the time that comparing takes. Read as whole numbers, floats are in order once all
    bits of negative ones are turned round, and the sign of the others.
    """
    whole = np.dtype(f"u{rows.itemsize}").type
    sign = whole(1) << whole(8 * rows.itemsize - 1)
    bits = (rows + rows.dtype.type(0.0)).view(whole)  # adding nothing makes one of the two zeros
    keys = np.where(np.isfinite(rows), np.where(bits >= sign, ~bits, bits | sign), ~whole(0))
    order: NDArray[np.intp] = keys.astype(np.uint16).argsort(axis=1, kind="stable")
    for shift in range(_DIGIT, 8 * rows.itemsize, _DIGIT):
        digits = (keys >> whole(shift)).astype(np.uint16)
        for runs, digit in zip(order, digits, strict=True):
            runs[:] = runs[digit[runs].argsort(kind="stable")]
    return order


def _at(
    rows: NDArray[np.floating], order: NDArray[np.intp], reached: NDArray[np.float64],
    last: NDArray[np.intp], weights: Weights, levels: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Values of rows at some levels: level x row.

    Args:
        rows: row x run.
        order: row x rank: the runs of a row by their value.
        reached: row x rank: what runs weigh together up to each.
        last: by row, the rank of the last run that has a value; -1 where none has.
        weights: one a run.
        levels: between 0 and 1.
    """
    row, last = np.arange(len(rows)), np.maximum(last, 0)
    wanted = np.multiply.outer(levels, reached[row, last])
    step = np.array([whole.searchsorted(some) for whole, some in zip(reached, wanted.T, strict=True)]).T

    def middle(rank: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        place = np.clip(rank, 0, last)
        run = order[row, place]
        return reached[row, place] - 0.5 * weights[run], rows[row, run].astype(np.float64)

    left = np.where(wanted < middle(step)[0], step - 1, step)
    (begin, low), (end, high) = middle(left), middle(left + 1)
    part = np.clip((wanted - begin) / np.where(end > begin, end - begin, 1.0), 0.0, 1.0)
    return np.where(np.isfinite(low), low + part * (high - low), np.nan)


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
    whole = float(weights[~failed].sum())
    share = known / whole if whole > 0.0 else math.nan
    most = worth if known == whole else min((known + lost) * worth, worth)
    low, high = wilson(min(known * worth, worth), worth)[0], wilson(most, worth)[1]
    return Estimate(share, low, high, len(true), int(failed.sum()))


def difference(
    reference: Arm, other: Arm, *, failed: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> Estimate:
    """Weighted share true in ``other`` minus that in ``reference``, run by run on the same draws.

    Where both have the same weights the range is that of paired proportions at the effective number of runs
    (Bonett and Price 2012), else by the delta method. The range counts a failed run as whichever of true and
    false moves each bound outwards.

    Args:
        reference: which runs are true, and their weights.
        other: the same.
        failed: per run, in each of them.
    """
    lost = failed[0] | failed[1]
    value = math.nan
    if not lost.all():
        value = _share(other, ~lost) - _share(reference, ~lost)
    lowest = _paired(
        reference._replace(true=reference.true | failed[0]), other._replace(true=other.true & ~failed[1])
    )
    highest = _paired(
        reference._replace(true=reference.true & ~failed[0]), other._replace(true=other.true | failed[1])
    )
    return Estimate(value, lowest[0], highest[1], len(lost), int(lost.sum()))


def _share(arm: Arm, kept: NDArray[np.bool_]) -> float:
    whole = float(arm.weights[kept].sum())
    return float(arm.weights[arm.true & kept].sum()) / whole if whole > 0.0 else math.nan


def _paired(reference: Arm, other: Arm) -> tuple[float, float]:
    if np.array_equal(reference.weights, other.weights):
        worth = effective(other.weights)
        gained = worth * float(other.weights[other.true & ~reference.true].sum())
        lost = worth * float(other.weights[reference.true & ~other.true].sum())
        return bonett_price(gained, lost, worth)
    first, second = (_share(arm, np.ones(len(arm.true), dtype=bool)) for arm in (reference, other))
    each = other.weights * (other.true - second) - reference.weights * (reference.true - first)
    half = Z * math.sqrt(float((each**2).sum()))
    return max(-1.0, second - first - half), min(1.0, second - first + half)


def mean_difference(
    reference: NDArray[np.floating], other: NDArray[np.floating], weights: tuple[Weights, Weights]
) -> Estimate:
    """Weighted mean of ``other`` minus that of ``reference``, with its Normal range by the delta method.

    Args:
        reference: one number a run; a pair with an absent value has failed.
        other: the same.
        weights: of the runs, in each of them.
    """
    there = np.isfinite(reference) & np.isfinite(other)
    absent = len(there) - int(there.sum())
    if not there.any():
        return Estimate(math.nan, math.nan, math.nan, len(there), absent)
    first, second = (each[there] / each[there].sum() for each in weights)
    before, after = (each[there].astype(np.float64) for each in (reference, other))
    means = float(first @ before), float(second @ after)
    each = second * (after - means[1]) - first * (before - means[0])
    half = Z * math.sqrt(float((each**2).sum()))
    value = means[1] - means[0]
    return Estimate(value, value - half, value + half, len(there), absent)


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
