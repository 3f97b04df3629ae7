"""Model output of a modelling hub (hubverse): quantiles of outcomes, and the chance of each ending as a pmf.

Task columns ``origin_date``, ``scenario_id``, ``target``, ``location``, ``target_end_date``; then the three
that every hub has: ``output_type``, ``output_type_id``, ``value``.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.exports.cells import cell
from aiscenarios.exports.quantiles import WORLD, spreads

__all__ = ["COLUMNS", "LEVELS", "write"]

COLUMNS = (
    "origin_date", "scenario_id", "target", "location", "target_end_date", "output_type", "output_type_id",
    "value",
)  # fmt: skip
LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
_MONTHS = 3


def last_day(quarter: int) -> date:
    """The last day of a quarter counted since 2019Q1."""
    year, place = divmod(quarter + 1, 4)
    return date(quarters.EPOCH_YEAR + year, 1 + _MONTHS * place, 1) - timedelta(days=1)


def write(result: Result, file: Path) -> None:
    """Write a row an outcome, region, quarter from the scenario's start on, and quantile; two an ending."""
    story, name = result.scenario, cell(result.manifest.scenario)
    origin = last_day(story.start - 1) + timedelta(days=1)
    with file.open("w", encoding="utf-8", newline="") as page:
        rows = csv.writer(page, lineterminator="\n")
        rows.writerow(COLUMNS)
        for spread in spreads(result, LEVELS):
            for quarter in range(story.start, result.manifest.quarters):
                for level, value in zip(LEVELS, spread.levels[:, quarter], strict=True):
                    if not np.isnan(value):
                        rows.writerow(
                            (origin, name, cell(spread.outcome), spread.region, last_day(quarter), "quantile",
                             f"{level:g}", f"{value:.6g}")
                        )  # fmt: skip
        for ending, chance in result.chances.items():
            for answer, value in (("yes", chance.value), ("no", 1.0 - chance.value)):
                rows.writerow(
                    (origin, name, cell(ending), WORLD, last_day(story.by), "pmf", answer, f"{value:.6g}")
                )
