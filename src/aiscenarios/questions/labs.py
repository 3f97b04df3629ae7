"""Facts of a named lab that questions can ask: what the lab table holds, and hire to release."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import Result
from aiscenarios.state import ELITE_MOVE, RELEASE

__all__ = ["MEASURES", "Measure", "lab_values"]

type Values = NDArray[np.float64]
_MONTHS_A_QUARTER = 3.0


class Measure(NamedTuple):
    """What can be asked of a lab, its unit, and its value in each run by the end of a quarter."""

    unit: str
    meaning: str
    values: Callable[[Result, str, int], Values]


def lab_values(result: Result, lab: str, measure: str, time: float) -> Values:
    """One number a run; NaN where the lab has none.

    Args:
        result: an ensemble that reaches the time.
        lab: a lab of the catalogue.
        measure: one of MEASURES.
        time: end of a year, in quarters since the start of 2019.
    """
    return MEASURES[measure].values(result, lab, int(time) - 1)


def _field(field: str) -> Callable[[Result, str, int], Values]:
    return lambda result, lab, quarter: _stored(result, lab, field, quarter)


def _stored(result: Result, lab: str, field: str, quarter: int) -> Values:
    table = result.store.table("labs", ["quarter", "lab", field])
    ours = (table["lab"] == result.manifest.labs.index(lab)) & (table["quarter"] == quarter)
    values = np.full(result.runs, np.nan)
    values[table["run"][ours]] = table[field][ours]
    return values


def _hire_to_release(result: Result, lab: str, quarter: int) -> Values:
    """Mean months from a hire to the lab's next release; a hire while another waits begins no new count."""
    table, number = result.store.table("events"), result.manifest.labs.index(lab)
    ours = (table["target"] == number) & (table["quarter"] <= quarter)
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
    "hire_to_release": Measure(
        "months", "mean time from a top-2% hire across the US-China border to its next release, so far",
        _hire_to_release,
    ),
}  # fmt: skip
