"""A few runs before the first: they compile the model, take its time, and try what comes from outside."""

import time
from collections.abc import Callable
from typing import NamedTuple

from aiscenarios.ensemble.chunks import Chunk
from aiscenarios.ensemble.failures import OUTSIDE

__all__ = ["Together", "Trial", "trial"]

type Together = Callable[[tuple[int, ...], int, int], tuple[Chunk, ...]]
"""Gives a stretch of runs (its first, how many) of some arms, by their numbers."""

RUNS = 4
"""Runs that are tried: enough to tell a function that always raises from one that sometimes does."""


class Trial(NamedTuple):
    """What the trial found."""

    seconds: float
    """Wall time of a run on one thread."""
    chunk: Chunk
    """The runs of the first arm."""


def trial(together: Together, arms: int) -> Trial:
    """Simulate some runs of the first of several arms, after one of each has compiled the model.

    Raises:
        InputError: a function from outside raises in all of them.
    """
    together(tuple(range(arms)), 0, 1)
    start = time.perf_counter()
    (chunk,) = together((0,), 0, RUNS)
    seconds = (time.perf_counter() - start) / RUNS
    if (chunk.status >= OUTSIDE).all():
        raise chunk.faults[0].error
    return Trial(seconds, chunk)
