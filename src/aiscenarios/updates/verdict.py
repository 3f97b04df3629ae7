"""Weights of runs, and whether an answer may rest on them."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.psis import Smoothed, smoothed
from aiscenarios.ensemble import weighted

__all__ = ["ENOUGH", "FEWEST", "TRUSTED", "Verdict", "effective", "judged", "weights_of"]

TRUSTED = 0.7
"""Shape of the tail of the weights (k-hat) below which they can be smoothed (Vehtari and others 2024)."""
ENOUGH, FEWEST = 400, 100
"""Effective runs that an instant answer and an approximate one need."""
_TAIL = 5
"""Weights that a tail needs at least, as in ArviZ."""

type Verdict = Literal["unchanged", "instant", "approximate", "refused"]


def weights_of(logs: NDArray[np.float64]) -> Smoothed:
    """Weights from their logarithms, the largest ones smoothed.

    Where the largest are all alike, as after a report of an event, there is no tail: its shape is given as 0
    and nothing is smoothed. Where no run is left, all weights are 0.
    """
    left = logs[np.isfinite(logs)]
    if not len(left):
        return Smoothed(np.zeros(len(logs)), np.inf)
    if left.min() == left.max():
        equal = np.isfinite(logs) / len(left)
        return Smoothed(equal, 0.0)
    tail = int(np.ceil(min(0.2 * len(left), 3.0 * np.sqrt(len(left)))))
    top = np.sort(left)[-tail - 1 :]
    if tail < _TAIL or top[1] == top[-1] or len(np.unique(top)) <= _TAIL:
        found = np.exp(logs - left.max())
        return Smoothed(found / found.sum(), 0.0 if tail >= _TAIL else np.inf)
    return smoothed(logs)


def effective(weights: NDArray[np.float64]) -> float:
    """Effective number of runs; 0 where none is left."""
    return weighted.effective(weights) if weights.any() else 0.0


def judged(logs: NDArray[np.float64], found: Smoothed) -> Verdict:
    """Whether an answer may rest on these weights."""
    if np.isfinite(logs).all() and logs.min() == logs.max():
        return "unchanged"
    if not found.khat < TRUSTED or effective(found.weights) < FEWEST:
        return "refused"
    return "instant" if effective(found.weights) >= ENOUGH else "approximate"
