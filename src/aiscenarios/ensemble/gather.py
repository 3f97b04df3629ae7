"""What is kept of simulated runs: tallies become a chunk of columns and tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import outcomes
from aiscenarios.engines.arrays import Tallies
from aiscenarios.ensemble.chunks import Chunk, Table
from aiscenarios.outcomes import Outcome, View
from aiscenarios.parameters import KIND_ATTRIBUTES, PARAMETERS
from aiscenarios.state import KINDS, OK, Records

__all__ = ["gathered", "joined"]


def gathered(
    tallies: Tallies, params: Records, kinds: Records, first: int, start: int, catalogue: tuple[Outcome, ...]
) -> Chunk:
    """The chunk of some consecutive runs.

    Args:
        tallies: of the runs.
        params: their parameters.PARAMS.
        kinds: their parameters.KIND, run x kind.
        first: number of the first run.
        start: the scenario's first quarter.
        catalogue: the outcomes to evaluate.
    """
    return Chunk(
        columns=_columns(tallies, params, start, catalogue),
        status=tallies.status.copy(),
        status_at=tallies.status_at.copy(),
        parameters=_values(params, kinds),
        labs=_labs(tallies.lab, first),
        events=_events(tallies.notes, tallies.noted, first),
    )


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """Chunks one after the other as one."""
    if len(chunks) == 1:
        return chunks[0]

    def table(name: str) -> Mapping[str, NDArray[Any]]:
        parts = [getattr(chunk, name) for chunk in chunks]
        return {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}

    return Chunk(
        columns=table("columns"),
        status=np.concatenate([chunk.status for chunk in chunks]),
        status_at=np.concatenate([chunk.status_at for chunk in chunks]),
        parameters=table("parameters"),
        labs=table("labs"),
        events=table("events"),
    )


def _columns(
    tallies: Tallies, params: Records, start: int, catalogue: tuple[Outcome, ...]
) -> dict[str, NDArray[np.float32]]:
    """Outcomes of the runs that finished; absent in the others, so that nothing averages half a run."""
    whole = np.flatnonzero(tallies.status == OK)
    view = View(
        tallies.bloc[whole], tallies.pair[whole], tallies.world[whole], tallies.cohort[whole], params[whole],
        start,
    )  # fmt: skip
    found = {}
    for name, values in outcomes.evaluate(view, catalogue).items():
        found[name] = np.full(tallies.world.shape, np.nan, dtype=np.float32)
        found[name][whole] = values
    return found


def _values(params: Records, kinds: Records) -> dict[str, NDArray[np.float64]]:
    """Uncertain numbers by name, as ``Beliefs`` names them."""
    of_kinds = {
        f"{name}.{kind}": kinds[name][:, k] for name in KIND_ATTRIBUTES for k, kind in enumerate(KINDS)
    }
    return {name: params[name] for name in PARAMETERS} | of_kinds


def _labs(tally: Records, first: int) -> Table:
    """One row a run, year and lab that employed anyone or owned chips in the fourth quarter."""
    run, year, lab = np.nonzero((tally["staff"] > 0) | (tally["compute"] > 0))
    keys: dict[str, NDArray[Any]] = {
        "run": first + run,
        "quarter": (4 * year + 3).astype(np.int16),
        "lab": lab.astype(np.int16),
    }
    names = tally.dtype.names or ()
    return keys | {name: tally[name][run, year, lab].astype(np.float32) for name in names}


def _events(notes: Records, noted: NDArray[np.int64], first: int) -> Table:
    """One row a notable event, in the order in which they happened in each run."""
    run, line = np.nonzero(np.arange(notes.shape[1]) < noted[:, None])
    names = notes.dtype.names or ()
    return {"run": first + run} | {name: notes[name][run, line] for name in names}
