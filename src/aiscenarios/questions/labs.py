"""Facts of a named lab that questions can ask: what the lab table holds, and hire to release."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble import Result
from aiscenarios.state import ELITE_MOVE, RELEASE

__all__ = ["MEASURES", "Measure", "between", "lab_values"]

type Values = NDArray[np.float64]
_MONTHS_A_QUARTER = 3.0
_YEAR = 4
_COUNTED = "hire_to_release"
"""Reckoned from events, which are kept by quarter."""


class Measure(NamedTuple):
    """What can be asked of a lab, its unit, and its value in each run at a time."""

    unit: str
    meaning: str
    values: Callable[[Result, str, float], Values]


def lab_values(result: Result, lab: str, measure: str, time: float) -> Values:
    """One number a run; NaN where the lab has none.

    Args:
        result: an ensemble that reaches the time.
        lab: a lab of the catalogue.
        measure: one of MEASURES.
        time: in quarters since the start of 2019; inside a year, what is kept at the ends of years lies
            straight between them.
    """
    return MEASURES[measure].values(result, lab, time)


def between(measure: str, time: float) -> tuple[int, int] | None:
    """The years between whose ends a measure is taken, or None where it is known at the time."""
    before = int(time / _YEAR)
    year = quarters.EPOCH_YEAR + before
    return (year - 1, year) if time % _YEAR and measure != _COUNTED else None


def _field(field: str) -> Callable[[Result, str, float], Values]:
    def values(result: Result, lab: str, time: float) -> Values:
        ends = math.floor(time / _YEAR), math.ceil(time / _YEAR)
        early, late = (_stored(result, lab, field, _YEAR * end - 1) for end in ends)
        part = time / _YEAR - ends[0]
        mixed = (1.0 - part) * early + part * late
        # A lab that is not there at one end counts with the other.
        return np.where(np.isnan(early), late, np.where(np.isnan(late), early, mixed))

    return values


def _stored(result: Result, lab: str, field: str, quarter: int) -> Values:
    table = result.store.table("labs", ["quarter", "lab", field])
    ours = (table["lab"] == result.manifest.labs.index(lab)) & (table["quarter"] == quarter)
    values = np.full(result.runs, np.nan)
    values[table["run"][ours]] = table[field][ours]
    return values


def _hire_to_release(result: Result, lab: str, time: float) -> Values:
    """Mean months from a hire to the lab's next release; a hire while another waits begins no new count."""
    table, number = result.store.table("events"), result.manifest.labs.index(lab)
    ours = (table["target"] == number) & (table["quarter"] < int(time))
    values = np.full(result.runs, np.nan)
    for run in np.unique(table["run"][ours]):
        here = ours & (table["run"] == run)
        waits = list(_waits(table["kind"][here], table["quarter"][here]))
        values[run] = _MONTHS_A_QUARTER * np.mean(waits) if waits else np.nan
    return values


def _waits(kinds: NDArray[np.int64], quarters: NDArray[np.int64]) -> Iterator[int]:
    """Quarters from each hire to the next release, in order; one within a quarter is no wait."""
    hired = -1
    for kind, quarter in zip(kinds, quarters, strict=True):
        if kind == ELITE_MOVE and hired < 0:
            hired = int(quarter)
        elif kind == RELEASE and hired >= 0:
            if quarter > hired:
                yield int(quarter) - hired
            hired = -1


MEASURES = {
    "compute": Measure("H100e", "chips installed", _field("compute")),
    "staff": Measure("persons", "researchers", _field("staff")),
    "top2": Measure("persons", "researchers of the world's top 2%", _field("top2")),
    _COUNTED: Measure(
        "months", "mean time from a top-2% hire across the US-China border to its next release, so far",
        _hire_to_release,
    ),
}  # fmt: skip
