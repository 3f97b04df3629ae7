"""Plain text: one row a run and quarter, one column an outcome."""

import csv
from pathlib import Path

import numpy as np

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.exports.cells import cell

__all__ = ["write"]


def write(result: Result, file: Path) -> None:
    """Write all values as they are stored, empty where undefined; memory stays that of one chunk."""
    names = list(result.manifest.outcomes)
    labels = [quarters.label(quarter) for quarter in range(result.manifest.quarters)]
    run = 0
    with file.open("w", encoding="utf-8", newline="") as page:
        rows = csv.writer(page, lineterminator="\n")
        rows.writerow(("run", "quarter", *map(cell, names)))
        for chunk in result.store.scan(names):
            for values in np.stack([chunk[name] for name in names], axis=2):
                for label, line in zip(labels, values, strict=True):
                    rows.writerow((run, label, *("" if np.isnan(x) else str(x) for x in line)))
                run += 1
