"""The arrays one run works on: made here once, so both engines hold the same ones under the same names."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.draws import DECISIONS, identity_of_name, named_normals
from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, WATCHED, Drivers, Setup
from aiscenarios.rules.columns import BLOC_TALLY, COHORT_TALLY, LAB_TALLY, PAIR_TALLY, WORLD_TALLY
from aiscenarios.rules.market import GUIDES
from aiscenarios.rules.regimes import walk
from aiscenarios.rules.tiers import RUNGS
from aiscenarios.state import (
    FRONT,
    MODALITIES,
    NOTE,
    PAIR,
    PERSON,
    REACH,
    RUNG,
    STOCK,
    TIERS,
    WORLD,
    Records,
)

__all__ = [
    "NOTES",
    "WORK",
    "Scratch",
    "Tallies",
    "copy",
    "entrants",
    "finite",
    "lever_shifts",
    "own_drivers",
    "scratch",
    "tallies",
    "wiped",
]

ROOM = 2.0
"""Slots for researchers as a multiple of the agents at the start."""
NOTES = 1000
"""Notable events kept of a run."""
WORK = frozenset(
    {
        "queue",
        "called",
        "line",
        "ceilings",
        "lookers",
        "minds",
        "heights",
        "ladder",
        "guide",
        "rungs",
        "chairs",
        "homes",
        "gates",
    }
)
"""Arrays that are written anew before they are read in every quarter, or are read when a run begins only."""
LOOKED_UP = 256
"""Quarters of experience or tenure whose effect is looked up: nearly everybody's."""


_LEVERS = np.array([identity_of_name(name) for name in BLOC_LEVERS])


class Scratch(NamedTuple):
    """The state of one run, reset at its start."""

    people: Records
    labs: Records
    crafts: Records
    reach: Records
    fronts: Records
    blocs: Records
    pairs: Records
    world: Records
    override: NDArray[np.float64]
    lab_override: NDArray[np.float64]
    watched: NDArray[np.float64]
    """quarter x drivers.WATCHED."""
    ended: NDArray[np.int64]
    records: NDArray[np.float64]
    queue: NDArray[np.int64]
    gates: NDArray[np.float64]
    stocks: Records
    fresh: NDArray[np.float64]
    """bloc x quarter modulo 4: persons at labs who joined theirs in that one of the last four quarters."""
    cohorts: Records
    """COHORT_TALLY as it stands now."""
    ids: NDArray[np.uint64]
    """slot: the researcher's identity, side by side, so that draws can be made several at a time."""
    called: NDArray[np.int64]
    """Who may look around this quarter, by slot; one place more than there can be."""
    line: NDArray[np.int64]
    """Who of these does so."""
    lookers: NDArray[np.uint64]
    """Their identities."""
    looks: NDArray[np.float64]
    """quarter of the year x slot: draws by which people look around."""
    ceilings: NDArray[np.float64]
    """lab: the most that the chance of looking around there can be."""
    drawn: NDArray[np.uint64]
    """slot: whose draws these are."""
    minds: NDArray[np.float64]
    """4 x lookers: uniforms that decide about labs that may be closed, the choice, founding, following."""
    heights: NDArray[np.float64]
    """4 x lookers: uniforms that find the offers."""
    ladder: Records
    guide: NDArray[np.int64]
    chairs: NDArray[np.float64]
    """tier x bloc x place: running sums by which the stock of 2019 finds employers."""
    homes: NDArray[np.float64]
    """tier x (origin, work): running sums of its persons."""
    rungs: NDArray[np.float64]
    gains: NDArray[np.float64]
    """What experience adds to standing, by quarters of it."""
    holds: NDArray[np.float64]
    """What holds somebody at a lab, by quarters there."""


class Tallies(NamedTuple):
    """What runs leave behind; every array has the run as its first axis."""

    bloc: Records
    """run x quarter x bloc, BLOC_TALLY."""
    pair: Records
    """run x quarter x bloc x bloc, PAIR_TALLY; movements go from the first to the second."""
    lab: Records
    """run x year x lab, LAB_TALLY in each fourth quarter."""
    cohort: Records
    """run x quarter x cohort, COHORT_TALLY: one cohort a year's end, last that of the scenario's start."""
    world: Records
    """run x quarter, WORLD_TALLY."""
    notes: Records
    """run x NOTES, NOTE; lines after ``noted`` are empty."""
    noted: NDArray[np.int64]
    """Notable events of a run, those beyond NOTES included."""
    status: NDArray[np.int64]
    """run: state.OK or what broke it."""
    status_at: NDArray[np.int64]
    """run: the quarter it broke in."""


def scratch(setup: Setup) -> Scratch:
    """Empty arrays of the setup's sizes."""
    blocs, labs, slots = len(setup.blocs), len(setup.labs), int(setup.agents * ROOM)
    return Scratch(
        people=np.zeros(slots, PERSON),
        labs=setup.labs.copy(),
        crafts=setup.crafts.copy(),
        reach=np.zeros((labs, blocs), REACH),
        fronts=np.full((blocs, len(MODALITIES)), (-math.inf,), FRONT),
        blocs=setup.blocs.copy(),
        pairs=np.zeros((blocs, blocs), PAIR),
        world=np.zeros(1, WORLD),
        override=np.full((blocs, len(BLOC_LEVERS)), math.nan),
        lab_override=np.full((labs, len(LAB_LEVERS)), math.nan),
        watched=np.full((setup.quarters, len(WATCHED)), math.nan),
        ended=np.zeros(len(setup.drivers.reactions), np.int64),
        records=np.full((setup.quarters, blocs), -math.inf),
        gates=np.zeros((blocs, blocs, blocs)),
        queue=np.zeros(slots, np.int64),
        stocks=np.zeros((labs, blocs), STOCK),
        fresh=np.zeros((blocs, 4)),
        cohorts=np.zeros(cohorts(setup.quarters), COHORT_TALLY),
        ids=np.zeros(slots, np.uint64),
        called=np.zeros(slots + 1, np.int64),
        line=np.zeros(slots + 1, np.int64),
        lookers=np.zeros(slots, np.uint64),
        looks=np.zeros((4, slots)),
        ceilings=np.zeros(labs),
        drawn=np.zeros(slots, np.uint64),
        minds=np.zeros((4, slots)),
        heights=np.zeros((4, slots)),
        ladder=np.zeros(labs, RUNG),
        guide=np.zeros((blocs, GUIDES), np.int64),
        chairs=np.zeros((len(TIERS), blocs, labs)),
        homes=np.zeros((len(TIERS), blocs * blocs)),
        rungs=np.zeros(RUNGS),
        gains=np.zeros(LOOKED_UP),
        holds=np.zeros(LOOKED_UP),
    )


def copy(source: Scratch, target: Scratch, but: frozenset[str] = WORK) -> None:
    """Bring a state into arrays of the same sizes."""
    for name in Scratch._fields:
        if name not in but:
            np.copyto(getattr(target, name), getattr(source, name))


def tallies(setup: Setup, runs: int) -> Tallies:
    """Empty tallies for a number of runs."""
    blocs, labs, quarters = len(setup.blocs), len(setup.labs), setup.quarters
    return Tallies(
        bloc=np.zeros((runs, quarters, blocs), BLOC_TALLY),
        pair=np.zeros((runs, quarters, blocs, blocs), PAIR_TALLY),
        lab=np.zeros((runs, (quarters + 3) // 4, labs), LAB_TALLY),
        cohort=np.zeros((runs, quarters, cohorts(quarters)), COHORT_TALLY),
        world=np.zeros((runs, quarters), WORLD_TALLY),
        notes=np.zeros((runs, NOTES), NOTE),
        noted=np.zeros(runs, np.int64),
        status=np.zeros(runs, np.int64),
        status_at=np.zeros(runs, np.int64),
    )


def wiped(used: Tallies, runs: int) -> Tallies:
    """The first runs of used tallies, empty again: memory that has been touched is much faster than new."""
    part = Tallies(*(array[:runs] for array in used))
    for array in part:
        array.view(np.uint8).fill(0)
    return part


def cohorts(quarters: int) -> int:
    """Cohorts that are followed: one a year's end, and that of the scenario's start."""
    return (quarters + 3) // 4 + 1


def lever_shifts(seed: int, run: int) -> NDArray[np.float64]:
    """Standard normals, one a lever: where in its uncertain history a run stands."""
    return named_normals(np.uint64(seed), run, _LEVERS, DECISIONS["history"])


def own_drivers(setup: Setup, seed: int, run: int) -> Drivers:
    """The drivers of one run: those of the setup, with a policy path of its own where policy is sampled."""
    regimes, drivers = setup.regimes, setup.drivers
    if not len(regimes.moves):
        return drivers
    path, room = drivers.bloc.copy(), np.empty(len(drivers.bloc))
    walk(path, regimes.moves, regimes.pace, regimes.free, regimes.changes, drivers.bounds,
         np.uint64(seed), run, setup.start, identity_of_name("pace of policy"), room)  # fmt: skip
    return drivers._replace(bloc=path)


def finite(params: Any, kinds: Records) -> bool:
    """Whether all numbers a run is given are finite; comparisons in the rules would hide one that is not."""
    return all(np.isfinite(np.frombuffer(given.tobytes())).all() for given in (params, kinds))


def entrants(agents: int, params: Any) -> float:
    """Agents who enter a quarter: what retires, and some more, as most persons entered lately."""
    return float(agents * params["entry_rate"])
