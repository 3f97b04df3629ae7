"""Outcomes: functions of Tallies, as named columns run x quarter. To add one, write it and name it here."""

import numpy as np
from numpy.typing import NDArray

from aiscenarios.outcomes import links, markets, talent, technology
from aiscenarios.outcomes.outcome import Outcome, View, ratio, shares, trailing

__all__ = [
    "CATALOGUE",
    "Outcome",
    "View",
    "columns",
    "evaluate",
    "ratio",
    "shares",
    "steps",
    "trailing",
    "units",
]

CATALOGUE: tuple[Outcome, ...] = talent.OUTCOMES + technology.OUTCOMES + markets.OUTCOMES + links.OUTCOMES


def columns(catalogue: tuple[Outcome, ...] = CATALOGUE) -> tuple[str, ...]:
    """Names of all columns, in the catalogue's order."""
    return tuple(column for outcome in catalogue for column in outcome.columns())


def units(catalogue: tuple[Outcome, ...] = CATALOGUE) -> dict[str, str]:
    """Unit of every column."""
    return {column: outcome.unit for outcome in catalogue for column in outcome.columns()}


def steps(agents: int, catalogue: tuple[Outcome, ...] = CATALOGUE) -> dict[str, float]:
    """Of each share of people, the part that one agent stands for: no digit of it is finer."""
    return {column: step for outcome in catalogue for column, step in outcome.steps(agents).items()}


def evaluate(view: View, catalogue: tuple[Outcome, ...] = CATALOGUE) -> dict[str, NDArray[np.float32]]:
    """Every column of some runs.

    Args:
        view: tallies and parameters of runs that finished, and the first scenario quarter.
        catalogue: the outcomes to evaluate.

    Returns:
        column to a float32 array run x quarter, NaN where undefined.
    """
    return {
        column: values
        for outcome in catalogue
        for column, values in zip(outcome.columns(), outcome.arrays(view), strict=True)
    }
