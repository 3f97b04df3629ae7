"""Levers' records since 2019 as arrays by quarter, and how wide our knowledge of them is."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiscenarios import seeds
from aiscenarios.levers.lever import Lever, Step
from aiscenarios.records import Origin, read, record
from aiscenarios.state import BLOCS

__all__ = ["Paths", "Widening", "paths", "widening"]

type Paths = tuple[NDArray[np.float64], NDArray[np.float64]]


@record
class Widening:
    """How much wider a level is held than its step says, by where the step comes from."""

    factor: dict[Origin, float]
    source: str


@cache
def widening() -> Widening:
    """The published table."""
    return read(Widening, seeds.path("levers", "widening.yaml"))


def paths(levers: Sequence[Lever], quarters: int, last: int) -> Paths:
    """Level and standard deviation, quarter x bloc x lever, held at the last value after the record.

    A lever that a bloc does not feel stands at no effect there, without spread.

    Args:
        levers: with their recorded steps.
        quarters: how many.
        last: the quarter the record ends with.
    """
    level = np.empty((quarters, len(BLOCS), len(levers)))
    spread = np.zeros_like(level)
    for k, lever in enumerate(levers):
        level[:, :, k] = lever.no_effect
        for b, bloc in enumerate(BLOCS):
            for quarter in range(quarters):
                step = lever.in_force(bloc, min(quarter, last))
                if step is not None:
                    level[quarter, b, k], spread[quarter, b, k] = _now(lever, step, min(quarter, last))
    return level, spread


def _now(lever: Lever, step: Step, quarter: int) -> tuple[float, float]:
    """A step's level some time after it came, and its widened standard deviation."""
    return lever.moved(step, (quarter - step.quarter) / 4), step.sd * widening().factor[step.origin]
