"""The two tables stored beside an ensemble: its outcomes in summary, and the chance of each ending."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result

__all__ = ["QUANTILES", "columns_at_once", "probabilities_csv", "quantiles", "summary_csv"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_COLUMNS_AT_ONCE = 16
_BYTES_AT_ONCE = 32 * 1024 * 1024
_BYTES_A_VALUE = 4


def columns_at_once(result: Result) -> int:
    """Outcome columns that are read together: few where there are many runs, so that memory does not grow."""
    column = result.runs * result.manifest.quarters * _BYTES_A_VALUE
    return max(1, min(_COLUMNS_AT_ONCE, _BYTES_AT_ONCE // column))


def quantiles(values: NDArray[np.floating], levels: Sequence[float]) -> NDArray[np.float64]:
    """Quantiles over runs of run x quarter values, level x quarter, absent values left out.

    Linear between order statistics (Hyndman and Fan 1996, type 7); NaN in a quarter without values.
    """
    ordered = np.sort(values, axis=0)
    last = np.isfinite(values).sum(axis=0) - 1
    place = np.multiply.outer(np.asarray(levels), np.maximum(last, 0))
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(last, 0))
    column = np.arange(values.shape[1])
    low, high = (ordered[row, column].astype(np.float64) for row in (below, above))
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


def summary_csv(result: Result) -> str:
    """Quantiles of every outcome over finished runs, by quarter, as CSV text."""
    rows: list[tuple[object, ...]] = []
    for names in batched(result.manifest.outcomes, columns_at_once(result)):
        for name, values in result.store.columns(names).items():
            found = quantiles(values, QUANTILES)
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
