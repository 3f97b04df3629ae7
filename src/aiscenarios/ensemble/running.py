"""Chances while an ensemble is still running: counts that are added up as chunks come in."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.chunks import Chunk
from aiscenarios.ensemble.endings import columns_of, endings
from aiscenarios.ensemble.intervals import Estimate, counted

if TYPE_CHECKING:
    from aiscenarios.ensemble.chunks import Span
    from aiscenarios.ensemble.store import Store
    from aiscenarios.narratives.narrative import Narrative

__all__ = ["Count", "Counter", "Running", "counter", "of_chunk", "of_stored"]

type Columns = Mapping[str, NDArray[np.float32]]
type Counter = Callable[[Columns, NDArray[np.bool_]], Mapping[str, int]]
"""Tells of outcome columns, and of which runs failed, in how many finished runs each ending came true."""


class Count(NamedTuple):
    """What some runs of one ensemble came to."""

    runs: int
    failed: int
    true: Mapping[str, int]
    """In how many of those that finished each ending came true."""
    faults: tuple[str, ...] = ()
    """What functions from outside the package raised."""


def counter(stories: "Sequence[Narrative]", units: Mapping[str, str], start: int, by: int) -> Counter:
    """The counter of some endings, judged from a scenario's start at a quarter."""
    return partial(_true, stories, units, start, by)


def _true(
    stories: "Sequence[Narrative]", units: Mapping[str, str], start: int, by: int, columns: Columns,
    failed: NDArray[np.bool_],
) -> dict[str, int]:  # fmt: skip
    used = {name: columns[name] for name in columns_of(stories)}
    judged = endings(stories, used, units, start, by)
    return {name: int((ending.true & ~failed).sum()) for name, ending in judged.items()}


def of_chunk(chunk: Chunk, count: Counter | None) -> Count:
    """The count of a chunk that was just simulated."""
    failed = chunk.status != 0
    told = tuple(f"run {fault.run}: {fault.error}" for fault in chunk.faults)
    true = count(chunk.columns, failed) if count else {}
    return Count(len(failed), int(failed.sum()), true, told)


def of_stored(store: "Store", span: "Span", count: Counter | None, names: tuple[str, ...]) -> Count:
    """The count of a chunk that is stored; ``names`` are the columns that its endings speak of."""
    failed = store.part("runs", span, ["status"])["status"] != 0
    rows = store.part("chunks", span, names) if count else {}
    columns = {name: values.reshape(span.runs, -1) for name, values in rows.items()}
    return Count(span.runs, int(failed.sum()), count(columns, failed) if count else {})


class Running:
    """The sum of counts, and the chances that follow."""

    def __init__(self) -> None:
        self.runs, self.failed = 0, 0
        self._true: dict[str, int] = {}

    def add(self, count: Count) -> None:
        """Add further runs."""
        self.runs += count.runs
        self.failed += count.failed
        for name, true in count.true.items():
            self._true[name] = self._true.get(name, 0) + true

    @property
    def chances(self) -> dict[str, Estimate]:
        """Chance of each ending with its 90% sampling range; failed runs count either way."""
        return {name: counted(true, self.runs, self.failed) for name, true in self._true.items()}
