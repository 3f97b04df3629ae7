"""The two tables stored beside an ensemble: its outcomes in summary, and the chance of each ending."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched, chain

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble import weighted
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.sweep import at_once, sweep

__all__ = ["QUANTILES", "columns", "probabilities_csv", "quantiles", "summarised", "summary_csv"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


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
    rows = values.T
    if weights is not None:
        return weighted.quantiles(rows, weights, levels)
    ordered, last = np.sort(rows, axis=1), np.isfinite(rows).sum(axis=1) - 1
    place = np.multiply.outer(np.asarray(levels), np.maximum(last, 0))
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(last, 0))
    row = np.arange(len(rows))
    low, high = ordered[row, below].astype(np.float64), ordered[row, above].astype(np.float64)
    return np.where(last < 0, np.nan, low + (place - below) * (high - low))


def _text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return page.getvalue()


def _number(value: float) -> str:
    """Six significant digits; empty for an absent value."""
    return f"{value:.6g}" if math.isfinite(value) else ""


def columns(result: Result) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Every outcome, run x quarter, in the order of the manifest: read several at a time, within bounds."""
    names = tuple(result.manifest.outcomes)
    for group in batched(names, at_once(result.runs * result.manifest.quarters, len(names))):
        yield from result.store.columns(group).items()


def summarised(result: Result) -> tuple[str, str]:
    """The digest of an ensemble, and its summary, from one pass over its outcomes."""
    weights = result.weights
    told = sweep(result.store, lambda name, values: _rows(result, name, values, weights))
    header = ("outcome", "unit", "quarter", *(f"q{100 * level:02.0f}" for level in QUANTILES), "runs")
    return told.digest, _text(header, chain.from_iterable(told.seen.values()))


def summary_csv(result: Result) -> str:
    """Quantiles of every outcome over finished runs, by quarter, as CSV text."""
    return summarised(result)[1]


def _rows(
    result: Result, name: str, values: NDArray[np.float32], weights: NDArray[np.float64] | None
) -> list[tuple[object, ...]]:
    """The rows of one outcome."""
    found, known = quantiles(values, QUANTILES, weights), np.isfinite(values).sum(axis=0)
    unit, cells = result.manifest.outcomes[name], zip(found.T.tolist(), known.tolist(), strict=True)
    return [
        (name, unit, quarters.label(quarter), *map(_number, spread), count)
        for quarter, (spread, count) in enumerate(cells)
    ]


def probabilities_csv(result: Result) -> str:
    """Chance of each ending with its 90% sampling range, as CSV text."""
    by = quarters.label(result.scenario.by)
    rows = [
        (name, by, *map(_number, (chance.value, chance.low, chance.high)), chance.runs, chance.failed)
        for name, chance in result.chances.items()
    ]
    return _text(("narrative", "by", "probability", "low", "high", "runs", "failed"), rows)
