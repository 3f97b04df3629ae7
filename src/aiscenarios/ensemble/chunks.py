"""Many runs as chunks: what a chunk holds, and which there are.

A chunk is a stretch of consecutive runs, simulated by one thread of one machine. Values never depend on how
runs are cut or who simulates them.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from aiscenarios.ensemble.failures import Fault

__all__ = ["SWITCH", "Chunk", "Span", "Table", "chunk_size", "spans"]

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
    faults: "tuple[Fault, ...]" = ()
    """What functions from outside the package raised, run by run; not stored, but logged."""


class Span(NamedTuple):
    """The runs of one chunk."""

    chunk: int
    first: int
    runs: int


def spans(runs: int, size: int) -> list[Span]:
    """Runs 0 to ``runs - 1`` cut into chunks of ``size``; only the last may be shorter."""
    return [Span(index, first, min(size, runs - first)) for index, first in enumerate(range(0, runs, size))]


def chunk_size(seconds: float, runs: int, threads: int) -> int:
    """Runs in a chunk: about two seconds of work, but at least four chunks for each thread."""
    by_time = SECONDS_A_CHUNK / seconds if seconds > 0 else math.inf
    return max(1, math.floor(min(by_time, runs / (CHUNKS_A_THREAD * threads))))
