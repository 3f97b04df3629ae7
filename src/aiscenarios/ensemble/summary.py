"""The two tables stored beside an ensemble: its outcomes in summary, and the chance of each ending."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.weighted import quantile

__all__ = ["QUANTILES", "columns", "probabilities_csv", "quantiles", "summary_csv"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
AT_ONCE = 2**24
"""Stored values held in memory at a time; a single column may be more."""


def quantiles(
    values: NDArray[np.floating], levels: Sequence[float], weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Quantiles over runs of run x quarter values, level x quarter, absent values left out.

    Linear between order statistics (Hyndman and Fan 1996, type 7), where runs do not count alike between the
    middles of their steps (type 5); NaN in a quarter without values.

    Args:
        values: run x quarter.
        levels: between 0 and 1.
        weights: one a run; None where all count alike.
    """
    if weights is not None:
        return np.stack([quantile(column, weights, levels) for column in values.T], axis=1)
    ordered = np.sort(values.astype(np.float64), axis=0)
    last = np.isfinite(values).sum(axis=0) - 1
    place = np.multiply.outer(np.asarray(levels), np.maximum(last, 0))
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(last, 0))
    column = np.arange(values.shape[1])
    low, high = ordered[below, column], ordered[above, column]
    return np.where(last < 0, np.nan, low + (place - below) * (high - low))


def _text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return page.getvalue()


def _number(value: float) -> str:
    """Six significant digits; empty for an absent value."""
    return f"{value:.6g}" if np.isfinite(value) else ""


def columns(result: Result) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Every outcome, run x quarter, in the order of the manifest: read several at a time, within bounds."""
    together = max(1, AT_ONCE // (result.runs * result.manifest.quarters))
    for names in batched(result.manifest.outcomes, together):
        yield from result.store.columns(names).items()


def summary_csv(result: Result) -> str:
    """Quantiles of every outcome over finished runs, by quarter, as CSV text."""
    rows: list[tuple[object, ...]] = []
    for name, values in columns(result):
        found = quantiles(values, QUANTILES, result.weights)
        known = np.isfinite(values).sum(axis=0)
        for quarter in range(values.shape[1]):
            spread = map(_number, found[:, quarter])
            rows.append(
                (name, result.manifest.outcomes[name], quarters.label(quarter), *spread, known[quarter])
            )
    header = ("outcome", "unit", "quarter", *(f"q{100 * level:02.0f}" for level in QUANTILES), "runs")
    return _text(header, rows)


def probabilities_csv(result: Result) -> str:
    """Chance of each ending with its 90% sampling range, as CSV text."""
    by = quarters.label(result.scenario.by)
    rows = [
        (name, by, *map(_number, (chance.value, chance.low, chance.high)), chance.runs, chance.failed)
        for name, chance in result.chances.items()
    ]
    return _text(("narrative", "by", "probability", "low", "high", "runs", "failed"), rows)
