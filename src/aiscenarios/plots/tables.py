"""The numbers of a figure as a table and as a sentence, rounded to what sampling supports."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.intervals import Z
from aiscenarios.ensemble.weighted import effective, quantile

if TYPE_CHECKING:
    import pandas as pd

    from aiscenarios.plots.measures import Measure
    from aiscenarios.plots.source import Sample

__all__ = ["fan_table", "listed", "median_error", "spread_in_words", "year_ends"]

_QUARTERS = 4


def median_error(values: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> float:
    """Half of the 90% sampling range of the median, by order statistics (distribution-free).

    Where runs do not count alike, by the quantiles at the same distance for as many as they are worth.
    """
    if weights is not None:
        return _weighted_error(values, weights)
    known = np.sort(values[np.isfinite(values)])
    if len(known) <= 1:
        return 0.0
    half = Z * math.sqrt(len(known)) / 2
    low, high = math.floor(len(known) / 2 - half), math.ceil(len(known) / 2 + half)
    return float(known[min(high, len(known) - 1)] - known[max(low, 0)]) / 2


def _weighted_error(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    there = np.isfinite(values)
    if there.sum() <= 1 or not weights[there].any():
        return 0.0
    half = Z / (2.0 * math.sqrt(effective(weights[there])))
    low, high = quantile(values, weights, (max(0.0, 0.5 - half), min(1.0, 0.5 + half)))
    return float(high - low) / 2.0


def year_ends(count: int, start: int) -> list[int]:
    """The quarter before the start, and the last quarter of every year from then on."""
    return sorted({max(0, start - 1), *range(start + (3 - start) % _QUARTERS, count, _QUARTERS)})


def fan_table(levels: NDArray[np.float64], sample: "Sample", words: "Measure", start: int) -> "pd.DataFrame":
    """Median and the 50, 80 and 95% ranges at year ends.

    Args:
        levels: 2.5, 10, 25, 50, 75, 90 and 97.5% quantiles x quarter.
        sample: run x quarter.
        words: the outcome's.
        start: quarter in which the scenario takes over.
    """
    import pandas as pd

    rows = []
    for quarter in year_ends(levels.shape[1], start):
        error = median_error(sample.values[:, quarter], sample.weights)
        cells = [words.number(level, error) for level in levels[:, quarter]]
        pairs = [f"{low} to {high}" for low, high in zip(cells[2::-1], cells[4:], strict=True)]
        rows.append((quarters.label(quarter), cells[3], *pairs))
    return pd.DataFrame(rows, columns=["quarter", "median", "50% of runs", "80% of runs", "95% of runs"])


def spread_in_words(levels: NDArray[np.float64], sample: "Sample", words: "Measure", quarter: int) -> str:
    """Median and 80% range of one quarter as a sentence."""
    error = median_error(sample.values[:, quarter], sample.weights)
    low, middle, high = (words.number(float(levels[place]), error) for place in (1, 3, 5))
    return (
        f"At the end of {quarters.label(quarter)} the median is {middle} {words.unit}; "
        f"80% of runs lie between {low} and {high} {words.unit}."
    )


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence: ``a, b and c``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
