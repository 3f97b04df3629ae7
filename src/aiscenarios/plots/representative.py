"""The run that stands in the middle of an ensemble, for whoever wants to read one story."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.result import Result

__all__ = ["YARDSTICKS", "representative"]

YARDSTICKS = (
    "talent_share.top20.US", "talent_share.top20.CN", "compute_share.CN", "domestic_share.CN",
    "us_lead_months", "adoption.US", "adoption.CN", "decoupling",
)  # fmt: skip
"""The outcomes in which a representative run must be ordinary."""


def representative(result: Result, columns: Sequence[str] = YARDSTICKS) -> int:
    """Number of the run whose ranks at the date of judgement lie nearest to the middle, over all yardsticks.

    Ranks are free of units; a run without a value in a yardstick is never chosen while another has one.
    """
    by = result.scenario.by
    distance = np.zeros(len(result.failed))
    with result.holding(columns):
        for column in columns:
            values = np.asarray(result.columns(column)[:, by], dtype=np.float64)
            known = np.isfinite(values)
            ranks = _ranks(values, known, result.weights)
            distance += np.where(known, np.abs(ranks - 0.5), 1.0)
    distance[result.failed] = np.inf
    return int(np.argmin(distance))


def _ranks(
    values: NDArray[np.float64], known: NDArray[np.bool_], weights: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Part of the runs with a value, or of what these are worth, that lies below each."""
    order = np.argsort(values[known], kind="stable")
    below = np.searchsorted(values[known][order], values, side="left")
    if weights is None:
        return below / max(int(known.sum()), 1)
    reached = np.concatenate([[0.0], np.cumsum(weights[known][order])])
    return np.asarray(reached[below] / max(reached[-1], 1e-300))
