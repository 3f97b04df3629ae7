"""What is kept of simulated runs: tallies become a chunk of columns and tables.

A function from outside the package that raises takes down the runs it raises for, and no others.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import outcomes
from aiscenarios.engines.arrays import Tallies
from aiscenarios.ensemble.chunks import Chunk, Table
from aiscenarios.ensemble.failures import OUTSIDE, Fault
from aiscenarios.errors import InputError
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
        catalogue: the outcomes to evaluate, those from outside the package last.
    """
    status = tallies.status.copy()
    whole = np.flatnonzero(status == OK)
    some = whole if len(whole) < len(status) else slice(None)  # a slice copies nothing
    view = View(
        tallies.bloc[some], tallies.pair[some], tallies.world[some], tallies.cohort[some], params[some], start
    )
    shipped = len(outcomes.CATALOGUE)
    columns = outcomes.evaluate(view, catalogue[:shipped])
    faults: list[Fault] = []
    for number, outcome in enumerate(sorted(catalogue[shipped:], key=lambda each: each.name)):
        values, errors = _guarded(view, outcome)
        columns |= values
        for place, error in errors.items():
            faults.append(Fault(first + int(whole[place]), error))
            if status[whole[place]] == OK:  # of several faults of a run the first names its status
                status[whole[place]] = OUTSIDE + number
    return Chunk(
        columns=_spread(columns, whole, status),
        status=status,
        status_at=tallies.status_at.copy(),
        parameters=_values(params, kinds),
        labs=_labs(tallies.lab, first),
        events=_events(tallies.notes, tallies.noted, first),
        faults=tuple(faults),
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
        faults=tuple(fault for chunk in chunks for fault in chunk.faults),
    )


def _guarded(view: View, outcome: Outcome) -> tuple[dict[str, NDArray[np.float32]], dict[int, InputError]]:
    """An outcome from outside for all runs at once, or run by run where it raises for any of them.

    Returns:
        Its columns, NaN in runs it raises for; and what it raised, by the place of the run in the view.
    """
    try:
        return outcomes.evaluate(view, (outcome,)), {}
    except InputError:
        columns = {name: np.full(view.world.shape, np.nan, dtype=np.float32) for name in outcome.columns()}
        errors = {}
        for place in range(len(view.world)):
            some = slice(place, place + 1)
            one = View(
                view.bloc[some], view.pair[some], view.world[some], view.cohort[some], view.params[some],
                view.start,
            )  # fmt: skip
            try:
                for name, values in outcomes.evaluate(one, (outcome,)).items():
                    columns[name][place] = values[0]
            except InputError as error:
                errors[place] = error
        return columns, errors


def _spread(
    found: Mapping[str, NDArray[np.float32]], whole: NDArray[np.intp], status: NDArray[np.int64]
) -> dict[str, NDArray[np.float32]]:
    """Outcomes of runs that finished among all; absent in the others, so that nothing averages half a run."""
    if (status == OK).all():
        return dict(found)
    columns = {}
    for name, values in found.items():
        columns[name] = np.full((len(status), values.shape[1]), np.nan, dtype=np.float32)
        columns[name][whole] = values
        columns[name][status != OK] = np.nan
    return columns


def _values(params: Records, kinds: Records) -> dict[str, NDArray[np.float64]]:
    """Uncertain numbers by name, as ``Beliefs`` names them."""
    of_kinds = {
        f"{name}.{kind}": kinds[name][:, k] for name in KIND_ATTRIBUTES for k, kind in enumerate(KINDS)
    }
    return {name: params[name] for name in PARAMETERS} | of_kinds


def _labs(tally: Records, first: int) -> Table:
    """One row a run, year and lab that employed anyone or owned chips in the fourth quarter."""
    there = (tally["staff"] > 0) | (tally["compute"] > 0)
    run, year, lab = np.nonzero(there)
    keys: dict[str, NDArray[Any]] = {
        "run": first + run,
        "quarter": (4 * year + 3).astype(np.int16),
        "lab": lab.astype(np.int16),
    }
    return keys | {name: values.astype(np.float32) for name, values in _fields(tally[there]).items()}


def _events(notes: Records, noted: NDArray[np.int64], first: int) -> Table:
    """One row a notable event, in the order in which they happened in each run."""
    kept = np.arange(notes.shape[1]) < noted[:, None]
    run, _ = np.nonzero(kept)
    return {"run": first + run} | _fields(notes[kept])


def _fields(records: Records) -> dict[str, NDArray[Any]]:
    """The fields of records as columns."""
    return {name: records[name] for name in records.dtype.names or ()}
