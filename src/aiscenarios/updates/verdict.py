"""Whether an answer may rest on re-weighted runs."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.psis import ENOUGH, FEWEST, TRUSTED, Smoothed

__all__ = ["Verdict", "judged"]

type Verdict = Literal["unchanged", "instant", "approximate", "refused"]


def judged(logs: NDArray[np.float64], found: Smoothed) -> Verdict:
    """Whether an answer may rest on weights.

    Args:
        logs: logarithms of what the articles multiply the weights of the runs with.
        found: the weights that come of it.
    """
    if np.isfinite(logs).all() and logs.min() == logs.max():
        return "unchanged"
    if not found.khat < TRUSTED or found.effective < FEWEST:
        return "refused"
    return "instant" if found.effective >= ENOUGH else "approximate"
