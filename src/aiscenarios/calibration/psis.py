"""Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao and Gabry 2024), as ArviZ has it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import weighted

__all__ = ["Smoothed", "smoothed"]


class Smoothed(NamedTuple):
    """Weights that sum to one, and whether they can be trusted."""

    weights: NDArray[np.float64]
    khat: float
    """Shape of the tail of the weights; below 0.7 they can be trusted."""

    @property
    def effective(self) -> float:
        """Effective sample size. A small k-hat alone is not enough: bounded weights can rest on few draws."""
        return weighted.effective(self.weights)


def smoothed(log_weights: NDArray[np.float64]) -> Smoothed:
    """Smooth the largest weights.

    Args:
        log_weights: one a draw, up to a constant; minus infinity for a draw that counts for nothing.
    """
    from arviz_stats.base import array_stats  # type: ignore[attr-defined]

    counted = np.isfinite(log_weights)
    weights = np.zeros(len(log_weights))
    # ArviZ takes the log-likelihoods of left-out data, whose weights are their inverse: hence the minus.
    logs, khat = array_stats.psislw(-log_weights[counted])  # type: ignore[no-untyped-call]
    found = np.exp(logs - logs.max())
    weights[counted] = found / found.sum()
    return Smoothed(weights, float(khat))
