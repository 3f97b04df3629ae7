"""The table of the Integrated Assessment Modeling Consortium: model, scenario, region, variable, unit, years.

A year is its fourth quarter. Quantiles over runs are variables of their own, ``talent_share|top20|p50``.
"""

import csv
from pathlib import Path

import numpy as np

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.exports.cells import cell
from aiscenarios.exports.quantiles import spreads

__all__ = ["LEVELS", "write"]

LEVELS = (0.05, 0.5, 0.95)
_LAST = 3
"""The fourth quarter of a year."""


def write(result: Result, file: Path) -> None:
    """Write one row an outcome, region and quantile."""
    ends = range(_LAST, result.manifest.quarters, 4)
    years = [quarters.label(quarter)[:4] for quarter in ends]
    name = cell(result.manifest.scenario)
    model = f"aiscenarios {result.manifest.versions.get('aiscenarios', '')}".strip()
    with file.open("w", encoding="utf-8", newline="") as page:
        rows = csv.writer(page, lineterminator="\n")
        rows.writerow(("Model", "Scenario", "Region", "Variable", "Unit", *years))
        for spread in spreads(result, LEVELS):
            for level, line in zip(LEVELS, spread.levels[:, list(ends)], strict=True):
                variable = f"{spread.outcome.replace('.', '|')}|p{100 * level:02.0f}"
                values = ("" if np.isnan(x) else f"{x:.6g}" for x in line)
                rows.writerow((cell(model), name, spread.region, cell(variable), cell(spread.unit), *values))
