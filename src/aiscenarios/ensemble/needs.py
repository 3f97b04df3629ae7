"""What an ensemble needs: time, memory and disk, and the refusal of what this machine cannot give."""

import math
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aiscenarios import outcomes
from aiscenarios.ensemble import capacity
from aiscenarios.ensemble.chunks import Chunk, Span
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.store import Store
from aiscenarios.ensemble.sweep import room
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.ensemble.model import Model

__all__ = ["Needs", "disk", "in_memory", "needs", "refuse_disk", "refuse_memory", "size"]

COMPILING, LOADED = 900 * 10**6, 400 * 10**6
"""Bytes of the program while it compiles the model, and with the model loaded, measured."""
ENDED = 20
"""Bytes a run and quarter that judging and weighing take at the end; 17 were measured, of 100,000 runs."""

_UNITS, _STEP = ("bytes", "kB", "MB", "GB", "TB", "PB"), 1000
_FULL = 99.5
"""From here on two digits are fewer than whole units show."""


class Needs(NamedTuple):
    """What an ensemble needs on this machine."""

    seconds: float
    memory: int
    """Bytes at the peak."""
    disk: int
    """Bytes of the result."""
    threads: int


def size(count: float) -> str:
    """Bytes for people, to two digits or more."""
    place = min(len(_UNITS) - 1, int(math.log10(max(count, 1)) // 3))
    value = count / _STEP**place
    return f"{value:.2g} {_UNITS[place]}" if value < _FULL else f"{value:,.0f} {_UNITS[place]}"


def in_memory(models: "Sequence[Model]", runs: int, slots: int) -> int:
    """Bytes at the peak: while chunks are made on ``slots`` threads, or when the whole is read at the end."""
    making = slots * sum(model.working_memory for model in models)
    columns, values = len(outcomes.units(models[0].catalogue)), runs * models[0].setup.quarters
    return max(COMPILING, LOADED + max(making, room(values, columns) + ENDED * values))


def refuse_memory(models: "Sequence[Model]", runs: int, slots: int) -> None:
    """Refuse what does not fit into the memory of this machine.

    Args:
        models: whose runs are simulated together.
        runs: of each.
        slots: threads on this machine; 0 where they run elsewhere.

    Raises:
        InputError: it does not fit, with the numbers.
    """
    there, needed = capacity.memory(), in_memory(models, runs, slots)
    at, fewer = (f" on {slots} threads", ", agents or threads") if slots else ("", " or agents")
    if there is not None and needed > there:
        raise InputError(
            f"{runs:,} runs of {models[0].setup.agents:,} agents{at} need about"
            f" {size(needed)} of memory; this machine has {size(there)}",
            path="runs" if in_memory(models, 1, slots) <= there else "agents",
            hint=f"ask for fewer runs{fewer}",
        )  # fmt: skip


def disk(manifest: Manifest, chunk: Chunk) -> float:
    """Bytes that a run takes on the disk, from some simulated ones."""
    runs = len(chunk.status)
    files = Store(Path(), manifest, runs).encoded(Span(0, 0, runs), chunk)
    return sum(map(len, files.values())) / runs


def refuse_disk(wanted: Mapping[Path, float]) -> None:
    """Refuse what does not fit on the disks.

    Args:
        wanted: bytes yet to be written, by folder.

    Raises:
        InputError: it does not fit, with the numbers.
    """
    needed = sum(wanted.values())
    for folder in wanted:
        free = capacity.free_disk(folder)
        if needed > free:
            raise InputError(
                f"about {size(needed)} are yet to be written, and {size(free)} are free there",
                file=str(folder), path="runs",
                hint="ask for fewer runs, or name a folder on a larger disk with --out",
            )  # fmt: skip


def needs(models: "Sequence[Model]", runs: int, threads: int) -> Needs:
    """What an ensemble needs, from some timed runs on all threads; nothing is written.

    Args:
        models: whose runs are simulated together.
        runs: of each.
        threads: that work at once.

    Raises:
        InputError: it does not fit into memory.
    """
    from aiscenarios.ensemble.model import BATCH, Simulator
    from aiscenarios.ensemble.trial import trial

    refuse_memory(models, runs, threads)
    together = Simulator(tuple(models))
    trial(together, len(models))
    count = min(BATCH, runs)
    stores = [Store(Path(), model.manifest(runs), runs) for model in models]

    def make(first: int) -> int:
        chunks = together(tuple(range(len(models))), first, count)
        files = [
            store.encoded(Span(0, first, count), each) for store, each in zip(stores, chunks, strict=True)
        ]
        return sum(len(part) for each in files for part in each.values())

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        written = list(pool.map(make, [count * n for n in range(threads)]))
        pace = (time.perf_counter() - start) / (count * threads)
    bytes_a_run = float(np.sum(written)) / (count * threads)
    return Needs(pace * runs, in_memory(models, runs, threads), round(bytes_a_run * runs), threads)
