"""Sampling ranges: how far a share of runs, or a difference on the same draws, can be off by luck alone.

Every range is a 90% interval. A failed run is neither true nor false, so it widens the range to what it could
have been at worst and at best; leaving it out would bias the answer.
"""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LEVEL", "Estimate", "Z", "bonett_price", "counted", "difference", "mean_difference", "proportion",
    "wilson",
]  # fmt: skip

LEVEL = 0.90
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)

type Flags = NDArray[np.bool_]


class Estimate(NamedTuple):
    """A value with its 90% sampling range, the runs behind it and how many of them failed."""

    value: float
    low: float
    high: float
    runs: int
    failed: int

    @property
    def half_width(self) -> float:
        """Half the length of the range."""
        return (self.high - self.low) / 2

    @property
    def is_sure(self) -> bool:
        """Of a difference: it is more than luck, since its range leaves 0 out."""
        return self.low > 0 or self.high < 0


def wilson(successes: float, runs: float, z: float = Z) -> tuple[float, float]:
    """Score interval of a proportion (Wilson 1927); from 0 to 1 without runs.

    Chosen for its coverage at small counts (Brown, Cai and DasGupta 2001): it stays inside 0 to 1 and is not
    empty when no run, or every run, is true.
    """
    if runs == 0:
        return 0.0, 1.0
    share = successes / runs
    centre = share + z * z / (2 * runs)
    half = z * math.sqrt(share * (1 - share) / runs + (z / (2 * runs)) ** 2)
    scale = 1 + z * z / runs
    low = 0.0 if successes == 0 else (centre - half) / scale
    high = 1.0 if successes == runs else (centre + half) / scale
    return low, high


def bonett_price(gained: float, lost: float, pairs: float, z: float = Z) -> tuple[float, float]:
    """Interval of a difference of paired proportions (Bonett and Price 2012), inside -1 to 1.

    A Wald interval on ``gained`` and ``lost`` pairs after adding one to each (Laplace); recommended by
    Fagerland, Lydersen and Laake (2014) for its coverage, also where hardly any pair differs.
    """
    up, down = (gained + 1) / (pairs + 2), (lost + 1) / (pairs + 2)
    half = z * math.sqrt((up + down - (up - down) ** 2) / (pairs + 2))
    return max(-1.0, up - down - half), min(1.0, up - down + half)


def counted(true: float, runs: float, failed: int = 0) -> Estimate:
    """Share of finished runs, or of what they are worth, that are true, with bounds for the failed ones.

    NaN where none finished.
    """
    share = true / (runs - failed) if runs > failed else math.nan
    return Estimate(share, wilson(true, runs)[0], wilson(true + failed, runs)[1], round(runs), failed)


def proportion(true: Flags, failed: Flags) -> Estimate:
    """Share of finished runs that are true, with bounds for the failed ones; of runs that count alike.

    Args:
        true: per run; what it says of a failed run is not used.
        failed: per run.
    """
    return counted(int((true & ~failed).sum()), len(true), int(failed.sum()))


def difference(reference: Flags, other: Flags, reference_failed: Flags, other_failed: Flags) -> Estimate:
    """Share true in ``other`` minus share true in ``reference``, run by run on the same draws.

    The value is taken over pairs in which both runs finished; the range counts a failed run as whichever of
    true and false moves each bound outwards.
    """
    failed = reference_failed | other_failed
    step = other.astype(np.int64) - reference.astype(np.int64)
    value = float(step[~failed].mean()) if not failed.all() else math.nan
    lowest = _paired(reference | reference_failed, other & ~other_failed)
    highest = _paired(reference & ~reference_failed, other | other_failed)
    return Estimate(value, lowest[0], highest[1], len(failed), int(failed.sum()))


def _paired(reference: Flags, other: Flags) -> tuple[float, float]:
    gained, lost = int((other & ~reference).sum()), int((reference & ~other).sum())
    return bonett_price(gained, lost, len(reference))


def mean_difference(reference: NDArray[np.floating], other: NDArray[np.floating]) -> Estimate:
    """Mean paired difference of an outcome with its Normal range; a pair with an absent value has failed."""
    step = other.astype(np.float64) - reference.astype(np.float64)
    known = step[np.isfinite(step)]
    absent = len(step) - len(known)
    mean = float(known.mean()) if len(known) else math.nan
    half = Z * float(known.std(ddof=1)) / math.sqrt(len(known)) if len(known) > 1 else math.nan
    return Estimate(mean, mean - half, mean + half, len(step), absent)
