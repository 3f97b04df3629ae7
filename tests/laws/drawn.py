"""Worlds drawn by Hypothesis, and the two ways to run one."""

import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from mesa.agent import AgentSet
from numpy.typing import NDArray

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, EVENT, EVENT_KINDS, LAB_LEVERS, REACTION, WATCHED, Setup
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.arrays import Tallies
from aiscenarios.engines.kernel import simulate
from aiscenarios.parameters import PARAMETERS
from aiscenarios.state import BLOCS, OK, STARTUP
from tests.laws import worlds

LABS = 18
"""Employers of an invented world."""
LATE = 3
"""Place among a bloc's employers of the start-up that opens in the fourth quarter: nobody is sent there."""
HIGHEST = {"subsidy": 2e9, "talent_programme": 1e6, "retention_pay": 1e6, "education": 2.0,
           "compute_budget": 3.0, "compensation": 3.0}  # fmt: skip
"""An invented world has less money and less room than ours; other levers are drawn from their whole range."""
LOWEST = {"compute_budget": 0.1}
RANGES = {
    lever.name: (LOWEST.get(lever.name, lever.low), HIGHEST.get(lever.name, lever.high))
    for lever in levers.load()
}
PLACES = tuple((lever.name, BLOCS.index(bloc)) for lever in levers.load() for bloc in lever.felt_at)
"""Where each lever is felt."""
ERAS = {"era_language": 1.0, "era_video": 3.0, "era_worlds": 5.0}
"""Language models are everybody's work at once, and younger modalities soon."""


class Case(NamedTuple):
    """A world, its numbers, and the address of its first run."""

    setup: Setup
    params: NDArray[Any]
    kinds: NDArray[Any]
    seed: int
    number: int

    def __repr__(self) -> str:
        world = self.setup
        return (
            f"Case(agents={world.agents}, quarters={world.quarters}, start={world.start}, "
            f"seed={self.seed}, number={self.number}, events={world.drivers.events.tolist()}, "
            f"reactions={world.drivers.reactions.tolist()})"
        )


def level(lever: str) -> st.SearchStrategy[float]:
    """A level of a lever."""
    return st.floats(*RANGES[lever])


@st.composite
def paths(draw: st.DrawFn, path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lever paths, quarter x bloc x lever, with some steps in them."""
    path = path.copy()
    for lever, bloc in draw(st.lists(st.sampled_from(PLACES), max_size=8)):
        since = draw(st.integers(0, len(path) - 1))
        path[since:, bloc, BLOC_LEVERS.index(lever)] = draw(level(lever))
    return path


@st.composite
def lab_paths(draw: st.DrawFn, path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Levels set for single labs from some quarter on, quarter x lab x lever."""
    path = path.copy()
    for lever in draw(st.lists(st.sampled_from(LAB_LEVERS), max_size=2)):
        place = np.s_[draw(st.integers(0, len(path) - 1)) :, draw(st.integers(0, LABS - 1))]
        path[(*place, LAB_LEVERS.index(lever))] = draw(
            st.floats(1e6, 1e9) if lever == "compute_dollars" else level(lever)
        )
    return path


@st.composite
def events(draw: st.DrawFn, quarters: int) -> NDArray[Any]:
    """Scripted moves and chip cuts, in the order of time."""
    found = np.zeros(draw(st.integers(0, 2)), EVENT)
    for event in found:
        event["at"], event["kind"] = (
            draw(st.integers(0, quarters - 1)),
            draw(st.sampled_from(range(len(EVENT_KINDS)))),
        )
        event["source"], event["target"] = draw(
            st.lists(st.sampled_from([n for n in range(LABS) if n % 6 != LATE]), min_size=2, max_size=2)
        )
        event["researchers"], event["group"] = draw(st.floats(0.0, 500.0)), draw(st.integers(0, 2))
        event["bloc"] = draw(st.integers(-1, 2))
        event["cut"], event["lasts"] = draw(st.floats(0.0, 0.9)), draw(st.integers(1, 4))
    return np.sort(found, order="at")


@st.composite
def plans(draw: st.DrawFn, quarters: int, start: int) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """One reaction, of a bloc or of a lab, with the level it sets from the start on."""
    plan, values = np.zeros(1, REACTION), np.full((1, quarters), np.nan)
    lever, bloc = draw(st.sampled_from(PLACES))
    lab = draw(st.integers(0, LABS - 1)) if draw(st.booleans()) and lever in LAB_LEVERS else -1
    number = LAB_LEVERS.index(lever) if lab >= 0 else BLOC_LEVERS.index(lever)
    plan[0] = (
        draw(st.integers(0, len(WATCHED) - 1)), draw(st.integers(0, 1)), draw(st.floats(-1.0, 1.0)),
        draw(st.integers(1, 3)), draw(st.integers(-1, 3)), number, bloc, lab,
    )  # fmt: skip
    values[:, start:] = draw(level(lever))
    return plan, values


@st.composite
def parameters(draw: st.DrawFn, **changes: float) -> NDArray[Any]:
    """Uncertain numbers around their middle; what is a share stays one."""
    factors = draw(st.lists(st.floats(0.7, 1.3), min_size=len(PARAMETERS), max_size=len(PARAMETERS)))
    middle = worlds.MIDDLE
    moved = {name: middle[name] * factor for name, factor in zip(PARAMETERS, factors, strict=True)}
    shares = {name: min(moved[name], 0.95) for name in PARAMETERS if middle[name] < 0.95}
    hurried = {"release_lag": 2.0, "seed_time": 3.0, "startup_failure": draw(st.floats(0.1, 2.0))}
    return worlds.params(**(moved | shares | hurried | ERAS | {"startup_handicap": 0.0} | changes))


@st.composite
def homes(draw: st.DrawFn) -> NDArray[np.float64]:
    """Persons of 2019, tier x origin x work, the tiers as large as they are called.

    In the smaller world one of the best stands for about one person, and weights are fractions of it.
    """
    places = np.array(draw(st.lists(st.floats(0.05, 1.0), min_size=9, max_size=9))).reshape(3, 3)
    tiers = np.array([0.8, 0.18, 0.02]).reshape(3, 1, 1)
    return draw(st.sampled_from([60_000.0, 2_000.0])) * tiers * places / places.sum()


@st.composite
def cases(
    draw: st.DrawFn, *, shortest: int = 8, longest: int = 16, scripted: bool = True, **changes: float
) -> Case:
    """A world with its policies, and, if it is scripted, events and a reaction; ``changes`` of parameters."""
    quarters = draw(st.integers(shortest, longest))
    start = draw(st.integers(2, quarters - 3))
    setup = worlds.world(
        agents=draw(st.integers(100, 300)), quarters=quarters, start=start, slots=80, stock=draw(homes())
    )
    setup.labs["cash"][:LABS][setup.labs["kind"][:LABS] == STARTUP] = draw(st.sampled_from([0.0, 5e8]))
    setup.labs["friction"][:LABS:3] = draw(st.floats(0.0, 1.0))
    drivers = setup.drivers._replace(
        bloc=draw(paths(setup.drivers.bloc)), lab=draw(lab_paths(setup.drivers.lab)), bounds=levers.bounds()
    )
    lever, bloc = draw(st.sampled_from(PLACES))
    low, high = RANGES[lever]
    drivers.spread[:, bloc, BLOC_LEVERS.index(lever)] = draw(st.floats(0.0, 0.2)) * (high - low)
    if scripted:
        plan, values = draw(plans(quarters, start))
        drivers = drivers._replace(events=draw(events(quarters)), reactions=plan, reaction_values=values)
    return Case(
        setup._replace(drivers=drivers), draw(parameters(**changes)), worlds.kinds(),
        draw(st.integers(0, 2**64 - 1)), draw(st.integers(0, 2**20)),
    )  # fmt: skip


def run(case: Case, *, runs: int = 1) -> Tallies:
    """Some runs in the kernel, all of which must finish."""
    params, kinds = np.repeat(case.params, runs), np.repeat(case.kinds, runs, axis=0)
    out = simulate(case.setup, params, kinds, case.seed, range(case.number, case.number + runs))
    assert (out.status == OK).all()
    return out


BY_QUARTER = ("bloc", "pair", "cohort", "world")
"""The tallies of a run that have the quarter as their second axis."""


def bits(out: Tallies, runs: Any = slice(None)) -> dict[str, bytes]:
    """All that some runs have left behind, to the last bit."""
    return {name: array[runs].tobytes() for name, array in out._asdict().items()}


def bits_before(out: Tallies, t: int) -> dict[str, bytes]:
    """What runs have left behind quarter by quarter, in those before one of them."""
    return {name: getattr(out, name)[:, :t].tobytes() for name in BY_QUARTER}


def same(one: Tallies, other: Tallies) -> bool:
    """Whether runs have left the same bits behind."""
    return bits(one) == bits(other)


def left_by(race: RaceModel) -> Tallies:
    """What a Mesa model has left behind, as the kernel gives it."""
    world = race.arrays["world"][0]
    race.tallies.noted[0], race.tallies.status[0] = world["notes"], world["status"]
    race.tallies.status_at[0] = world["status_at"]
    return race.tallies


def changed(case: Case, **drivers: Any) -> Case:
    """The same case under other drivers."""
    return case._replace(setup=case.setup._replace(drivers=case.setup.drivers._replace(**drivers)))


def shuffled(salt: int) -> Callable[[AgentSet], AgentSet]:
    """An order of agents that is another one whenever it is asked for."""
    chance = random.Random(salt)
    return lambda agents: AgentSet(chance.sample(list(agents), len(agents)), random=chance)


def model(case: Case, **more: Any) -> RaceModel:
    """The first run as a Mesa model, before its first quarter."""
    return RaceModel(case.setup, case.params[0], case.kinds[0], seed=case.seed, run=case.number, **more)


def stepped(case: Case, **more: Any) -> Iterator[RaceModel]:
    """The first run as a Mesa model, given at the end of every quarter; it must finish."""
    race = model(case, **more)
    while race.quarter < case.setup.quarters:
        race.step()
        assert race.status == "finished"
        yield race


def people(race: RaceModel) -> NDArray[Any]:
    """A copy of the records of everybody in research."""
    everybody = race.arrays["people"]
    found: NDArray[Any] = everybody[everybody["active"] == 1]
    return found
