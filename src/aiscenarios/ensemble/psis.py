"""Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao and Gabry 2024), as ArviZ has it."""

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
    tail = int(np.ceil(min(0.2 * len(left), 3.0 * np.sqrt(len(left)))))
    top = np.sort(left)[-tail - 1 :]
    if tail < _TAIL or top[1] == top[-1] or len(np.unique(top)) <= _TAIL:
        found = np.exp(logs - left.max())
        return Smoothed(found / found.sum(), 0.0 if tail >= _TAIL else np.inf)
    return _smoothed(logs)


def _smoothed(logs: NDArray[np.float64]) -> Smoothed:
    from arviz_stats.base import array_stats  # type: ignore[attr-defined]

    counted = np.isfinite(logs)
    weights = np.zeros(len(logs))
    # ArviZ takes the log-likelihoods of left-out data, whose weights are their inverse: hence the minus.
    found, khat = array_stats.psislw(-logs[counted])  # type: ignore[no-untyped-call]
    found = np.exp(found - found.max())
    weights[counted] = found / found.sum()
    return Smoothed(weights, float(khat))


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
