"""Many runs as chunks on threads: what a chunk holds, which there are, and the loop that works them off.

A chunk is a stretch of consecutive runs, simulated and stored by one thread. The kernel releases the GIL, so
threads suffice; values never depend on how runs are cut or who simulates them.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.progress import Progress

__all__ = ["SWITCH", "Chunk", "Span", "Table", "chunk_size", "seconds_a_run", "spans", "work_off"]

SWITCH = "on."
"""Before the name of a mechanism that may be off: 1 in runs where it is at work, else 0."""
SECONDS_A_CHUNK = 2.0
CHUNKS_A_THREAD = 4

type Table = Mapping[str, NDArray[Any]]
"""Named columns of one length; the first is ``run``, the number of the run a row belongs to."""


class Chunk(NamedTuple):
    """All that is kept of some consecutive runs."""

    columns: Mapping[str, NDArray[np.float32]]
    """Outcomes by column name, run x quarter; NaN where undefined."""
    status: NDArray[np.int64]
    """Per run: 0 finished, else the engine's code for what went wrong."""
    status_at: NDArray[np.int64]
    """Per run: the quarter it broke off in; of no meaning where it finished."""
    parameters: Mapping[str, NDArray[np.float64]]
    """The values each run was given, by parameter name, and which mechanisms were at work (``SWITCH``)."""
    labs: Table
    """One row a run, quarter and lab."""
    events: Table
    """One row a notable event."""


class Span(NamedTuple):
    """The runs of one chunk."""

    chunk: int
    first: int
    runs: int


def spans(runs: int, size: int) -> list[Span]:
    """Runs 0 to ``runs - 1`` cut into chunks of ``size``; only the last may be shorter."""
    return [Span(index, first, min(size, runs - first)) for index, first in enumerate(range(0, runs, size))]


def seconds_a_run(simulate: Callable[[int, int], object]) -> float:
    """Wall time of one run, after another has compiled and loaded what there is to load."""
    simulate(0, 1)
    start = time.perf_counter()
    simulate(0, 1)
    return time.perf_counter() - start


def chunk_size(seconds: float, runs: int, threads: int) -> int:
    """Runs in a chunk: about two seconds of work, but at least four chunks for each thread."""
    by_time = SECONDS_A_CHUNK / seconds if seconds > 0 else math.inf
    return max(1, math.floor(min(by_time, runs / (CHUNKS_A_THREAD * threads))))


def work_off[Job](todo: Iterable[Job], work: Callable[[Job], int], threads: int, progress: Progress) -> None:
    """Do every job on ``threads`` threads; a job simulates and commits, and says how many runs that was.

    When interrupted, or when a job raises, those not yet begun are dropped, those under way are finished and
    committed, and the exception goes on to the caller.
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="runs") as pool:
        futures = [pool.submit(work, job) for job in todo]
        try:
            for future in as_completed(futures):
                progress.advance(future.result())
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
