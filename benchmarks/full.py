"""The full model at several sizes: against agents, labs and threads; and the floor that no engine beats."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

import aiscenarios as ais
from aiscenarios.compiled import rule
from aiscenarios.draws import identity_of_name, uniform
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel
from aiscenarios.engines.arrays import tallies, wiped
from aiscenarios.ensemble.model import BATCH, Model, assemble
from aiscenarios.state import ACADEMIA, NOWHERE, OK
from benchmarks.timing import seconds

__all__ = ["floor", "model_of", "on_threads", "one_batch", "with_labs"]

SEED = 7


@rule
def _floor(ids, quarters):  # type: ignore[no-untyped-def]
    total = 0.0
    for t in range(quarters):
        for i in range(len(ids)):
            total += uniform(np.uint64(SEED), 0, t, ids[i], 20)
    return total


def floor(agents: int, quarters: int) -> Callable[[], float]:
    """Seconds of one keyed Philox draw for each researcher and quarter in a bare compiled loop."""
    ids = np.arange(agents, dtype=np.uint64)
    _floor(ids, 1)
    return lambda: seconds(lambda: _floor(ids, quarters))


def model_of(agents: int) -> Model:
    """The shipped baseline with that many researchers."""
    return assemble(ais.load("current_policy"), SEED, agents=agents, beliefs="prior")


def one_batch(model: Model, setup: Setup | None = None, runs: int = BATCH) -> Callable[[], float]:
    """Seconds a batch of runs of the full model takes in memory that has been used before, by one thread."""
    setup = setup or model.setup
    params, kinds = model.beliefs.draws(SEED, range(runs))
    used = tallies(setup, runs)

    def work() -> None:
        (out,) = kernel.simulate_arms((setup,), params, kinds, SEED, range(runs), (wiped(used, runs),))
        assert (out.status == OK).all()

    work()
    return lambda: seconds(work)


def on_threads(model: Model, threads: int, batches: int) -> Callable[[], float]:
    """Seconds some batches take on some threads, each batch simulated and gathered as an ensemble does."""

    def work() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda n: model.simulate(n * BATCH, BATCH), range(batches)))

    model.simulate(0, 1)
    return partial(seconds, work)


def with_labs(setup: Setup, count: int) -> Setup:
    """The same world with another number of labs: its own in turn, again under other names where need be.

    The oldest of each bloc come first, so that no bloc is without.
    """
    labs = setup.labs[: len(setup.lab_names)]
    needed = np.flatnonzero(labs["kind"] >= ACADEMIA)
    oldest = [k for k in np.argsort(labs["founded"], kind="stable") if labs["kind"][k] < ACADEMIA]
    blocs = [labs["bloc"][k] for k in oldest]
    place = [blocs[:n].count(bloc) for n, bloc in enumerate(blocs)]
    others = np.array(oldest)[np.argsort(place, kind="stable")]
    chosen = np.r_[needed, np.resize(others, count - len(needed))]
    rows = np.r_[chosen, np.arange(len(labs), len(setup.labs))]
    fresh = setup.labs[rows]
    fresh["parent"] = NOWHERE
    fresh["id"][:count] = [identity_of_name(f"{setup.lab_names[k]} {n}") for n, k in enumerate(chosen)]
    return setup._replace(
        labs=fresh,
        crafts=setup.crafts[rows],
        lab_names=tuple(f"{setup.lab_names[k]} {n}" for n, k in enumerate(chosen)),
        drivers=setup.drivers._replace(lab=setup.drivers.lab[:, rows]),
    )
