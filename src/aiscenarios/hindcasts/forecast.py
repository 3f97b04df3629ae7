"""The forecast of an origin: runs of the model with what was known then, for every point and what came first.

A run goes on from where it drifted since 2019 (``plain``), or from the known present (``state``): runs, luck
and numbers together, are weighed by how near they come to the last printed values, and what is left of a miss
fades as an AR(1) whose size and persistence were learnt inside the history (``ensemble/present.py``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.design import spread
from aiscenarios.calibration.simulator import Simulator, simulator
from aiscenarios.ensemble.present import discrepancy, latest, likelihood, recent
from aiscenarios.ensemble.psis import smoothed
from aiscenarios.ensemble.targets import Target, Targets, of_facts
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence
from aiscenarios.hindcasts.points import Point

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["Forecast", "Policy", "State", "forecast", "with_known_policy"]

type Values = NDArray[np.float64]
Policy = Literal["known", "sampled"]
State = Literal["plain", "state"]


@dataclass(frozen=True)
class Forecast:
    """What would have been said of the points of an origin.

    Args:
        points: what is forecast.
        samples: point x sample, on the scales of the sources' errors, these errors included.
        effective: how many runs count.
    """

    points: tuple[Point, ...]
    samples: Values
    effective: float


def with_known_policy(model: Simulator, record: "Scenario") -> Simulator:
    """The same world with the policy that has been recorded since."""
    from aiscenarios.scenario import prepare

    setup, last = model.setup, model.setup.quarters
    short = replace(record, start=min(record.start, last), end=last - 1, by=last - 1)
    drivers = prepare(short, agents=setup.agents).drivers
    kept = setup.drivers._replace(bloc=drivers.bloc, spread=drivers.spread)
    return replace(model, setup=setup._replace(drivers=kept, regimes=prepare(short, agents=100).regimes))


def forecast(
    origin: date,
    points: Sequence[Point],
    known: Evidence,
    *,
    runs: int,
    seed: int,
    policy: Policy = "sampled",
    places: Callable[[Values], Values] | None = None,
    agents: int | None = None,
    threads: int | None = None,
) -> dict[State, Forecast]:
    """Simulate what was known on a day, up to the last point.

    Args:
        origin: the last day whose knowledge is used.
        points: to be forecast.
        known: the evidence; nothing of it that became known later is used.
        runs: a power of two.
        seed: of points, luck and errors.
        policy: as it was recorded since, or drawn as it used to move.
        places: from places spread over the starting beliefs to places in other beliefs; default: these.
        agents: researchers simulated; default: the model's own.
        threads: default: one a core.

    Raises:
        InputError: no run gives a number for every point.
    """
    from aiscenarios import scenario as scenarios

    then = known.known_by(origin)
    chosen = scenarios.load("outlook" if policy == "sampled" else "current_policy").known_by(origin)
    addresses = {point.address for point in points}
    history = of_facts(then.facts, lambda fact: fact.address[:2] in addresses)
    aims = Targets((*history.each, *(Target(p.fact, p.series, p.period, p.value, p.sd) for p in points)))
    model = simulator(chosen, scenarios.priors(chosen, then), aims, agents=agents, threads=threads)
    if policy == "known":
        model = with_known_policy(model, scenarios.load("current_policy"))
    beliefs = model.beliefs
    weights = np.array([switch.weight for switch in beliefs.switches])
    where, working = spread(runs, len(beliefs.free), weights, seed)
    shown = model(where if places is None else places(where), working, seed)
    shown = shown[np.isfinite(shown).all(axis=1)]
    before, after = shown[:, : len(history.each)], shown[:, len(history.each) :]
    luck = np.random.default_rng(seed)
    if not len(shown):
        raise InputError("no run gives a number for every fact", path="facts",
                         hint="leave out what few runs have, as months from hire to release")  # fmt: skip
    return {
        "plain": _blurred(points, after, np.full(len(shown), 1.0 / len(shown)), luck),
        "state": _from_present(points, history, before, after, luck, fitted=places is not None),
    }


def _blurred(points: Sequence[Point], after: Values, weights: Values, luck: np.random.Generator) -> Forecast:
    from aiscenarios.calibration.publish import resampled
    from aiscenarios.ensemble.weighted import effective

    sds = np.array([point.sd for point in points])
    drawn = resampled(after, weights, int(luck.integers(2**32)))
    return Forecast(tuple(points), (drawn + sds * luck.normal(size=drawn.shape)).T, effective(weights))


def _from_present(
    points: Sequence[Point],
    history: Targets,
    before: Values,
    after: Values,
    luck: np.random.Generator,
    fitted: bool,
) -> Forecast:
    """Weigh runs by the last printed values, and let what is left of each miss fade.

    A value that beliefs were fitted to does not count again. Runs count alike if nothing had been.
    """
    if not history.each:
        return _blurred(points, after, np.full(len(after), 1.0 / len(after)), luck)
    sds = np.array([target.sd for target in history.each])
    learnt = discrepancy((history.values - before.mean(axis=0)) / sds, history)
    used = [k for k in recent(history) if not (fitted and history.each[k].fact.role == "target")]
    found, last = smoothed(likelihood(history, before, learnt, used)), latest(history)
    moved, added = after.copy(), np.zeros(len(points))
    for n, point in enumerate(points):
        k = last.get(point.address)
        if k is None:
            continue
        left = learnt.left(point.period.end - history.each[k].period.end)
        moved[:, n] += left * float(found.weights @ (history.values[k] - before[:, k]))
        added[n] = point.sd * np.sqrt(learnt.variance(point.address, point.family) * (1.0 - left**2))
    blurred = _blurred(points, moved, found.weights, luck)
    noise = added[:, None] * luck.normal(size=blurred.samples.shape)
    return replace(blurred, samples=blurred.samples + noise)
