"""The kernel: the ten phases of a quarter in order, over all actors, over all quarters, over many runs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.compiled import apart, rule
from aiscenarios.drivers import Setup
from aiscenarios.engines.arrays import (
    WORK,
    Scratch,
    Tallies,
    copy,
    entrants,
    finite,
    lever_shifts,
    own_drivers,
    scratch,
    tallies,
)
from aiscenarios.rules import (
    chips,
    efficiency,
    genesis,
    heads,
    market,
    mobility,
    money,
    moves,
    pipeline,
    policy,
    products,
    research,
    spinouts,
    tally,
    tiers,
)
from aiscenarios.state import NOT_FINITE, OK, Records

__all__ = ["simulate", "simulate_arms"]

_WRITTEN = WORK | {"people", "ids", "gains", "holds", "looks", "drawn"}
"""What is written when a run begins, or in its first quarter."""


class _Run(NamedTuple):
    """What tells a run from others of its setup."""

    p: Any
    """One parameters.PARAMS record."""
    kinds: Records
    seed: np.uint64
    number: int
    shift: NDArray[np.float64]
    entering: float


@rule
def _begin(s, d, run, stock, start, agents):
    """The world in 2019Q1."""
    genesis.start_world(s.labs, s.blocs, s.world, run.kinds, run.p, run.seed, run.number, start, agents,
                        stock)  # fmt: skip
    policy.world_paths(s.world, s.blocs, d.supply, d.spending, d.domestic, run.p, 0)
    genesis.people_of_2019(s.people, s.ids, s.labs, s.stocks, s.fresh, s.cohorts, s.chairs, s.homes, s.world,
                           run.p, stock, agents)  # fmt: skip
    genesis.found_labs(s.labs, s.crafts, s.blocs, s.world, run.p)
    tiers.experience_gains(s.gains, run.p)
    mobility.tenure_holds(s.holds, run.p)


@apart
def _policy_and_chips(s, d, run, t):
    n = s.world[0].employers  # slots beyond were never used: no step needs to see them
    labs, blocs, world, p = s.labs[:n], s.blocs, s.world, run.p
    policy.reactions(d.reactions, d.reaction_values, s.watched, s.ended, s.override, s.lab_override, t)
    policy.world_paths(world, blocs, d.supply, d.spending, d.domestic, p, t)
    policy.cuts(blocs, world, d.events, t)
    for b in range(len(blocs)):
        policy.bloc_levers(blocs, d.bloc, d.spread, d.bounds, run.shift, s.override, t, b)
    for i in range(n):
        genesis.join(labs, s.crafts, s.fronts, blocs, world, p, i)
    for i in range(n):
        policy.lab_levers(labs, blocs, d.lab, s.lab_override, t, i)
    for b in range(len(blocs)):
        chips.access(blocs, p, b)
    chips.clear(labs, blocs, world, p)
    for i in range(n):
        chips.buy(labs, blocs, world, p, i)


@apart
def _research_and_products(s, p, notes):
    n = s.world[0].employers
    labs, crafts, reach, fronts, blocs, world = (
        s.labs[:n],
        s.crafts[:n],
        s.reach[:n],
        s.fronts,
        s.blocs,
        s.world,
    )
    efficiency.survey(labs, blocs, world, p)
    for i in range(n):
        efficiency.learn(labs, crafts, blocs, world, p, i)
    for i in range(n):
        research.work(labs, crafts, reach, blocs, world, p, i)
    for i in range(n):
        products.ship(labs, crafts, blocs, world, p, i)
    products.release(labs, crafts, fronts, world, p)
    products.best_released(labs, crafts, fronts)
    for i in range(n):
        products.integrate(labs, crafts, reach, fronts, blocs, world, p, i)
    for i in range(n):
        products.appeal(labs, crafts, reach, fronts, blocs, p, i)
    products.markets(reach, blocs)
    for i in range(n):
        products.share(reach, blocs, p, i)
    for b in range(len(blocs)):
        products.adopt(labs, crafts, reach, fronts, blocs, world, p, b)
    products.report(labs, world, notes)


@apart
def _money(s, p):
    n = s.world[0].employers
    labs, crafts, reach, fronts, blocs, world = (
        s.labs[:n],
        s.crafts[:n],
        s.reach[:n],
        s.fronts,
        s.blocs,
        s.world,
    )
    money.purses(labs, blocs, world)
    money.dividends(labs, reach, blocs, p)
    for i in range(n):
        money.earn(labs, reach, blocs, p, i)
    money.book(labs, world, blocs)
    for i in range(n):
        money.plan(labs, crafts, fronts, blocs, p, i)


@apart
def _offers(s, p):
    """What there is to choose from this quarter."""
    n = s.world[0].employers
    labs, blocs, world = s.labs[:n], s.blocs, s.world
    spinouts.order_labs(labs)
    market.openings(labs, s.ladder, s.guide, blocs, p)
    market.means(labs, world)
    for i in range(n):
        market.offer(labs, s.crafts, s.fronts, world, p, i)
    moves.clear(labs, blocs, s.pairs, world)
    heads.age(labs, s.stocks, s.fresh, world, p)


@apart
def _moves(s, d, p, notes, t):
    n = s.world[0].employers
    people, labs, blocs, pairs, world, queue = s.people, s.labs[:n], s.blocs, s.pairs, s.world, s.queue
    mobility.year_of_draws(s.ids, s.line, s.looks, s.drawn, world)
    mobility.call_up(people, labs, s.stocks, s.fresh, s.cohorts, s.called, s.line, s.looks,
                     s.ceilings, world, p)  # fmt: skip
    moves.calls(people, labs, world, queue, d.events, t)
    mobility.borders(s.gates, blocs, pairs, p)
    mobility.look_around(people, s.ids, labs, s.ladder, s.guide, blocs, s.gates, s.called, s.looks, s.holds,
                         s.line, s.lookers, s.heights, s.minds, world, p)  # fmt: skip
    market.count_asked(people, labs, s.called, world, queue)
    for k in range(world[0].queued):
        mobility.settle(people, labs, world, queue[k])
    moves.register(people, labs, s.stocks, s.fresh, s.cohorts, blocs, pairs, world, notes, queue, p)


@apart
def _startups_and_graduates(s, run, notes):
    people, stocks, fresh, cohorts, world, p = s.people, s.stocks, s.fresh, s.cohorts, s.world, run.p
    spinouts.found(people, s.labs, stocks, fresh, cohorts, s.crafts, s.reach, s.blocs, s.pairs, world, notes,
                   s.queue, run.kinds, p)  # fmt: skip
    n = world[0].employers
    labs = s.labs[:n]
    for i in range(n):
        spinouts.fare(labs, s.crafts, s.fronts, world, p, i)
    spinouts.wind_up(people, labs, stocks, fresh, cohorts, s.reach, s.blocs, world, notes, p)
    moves.signals(s.pairs, world, p)
    pipeline.graduates(people, s.ids, labs, stocks, fresh, cohorts, s.ladder, s.guide, s.blocs, world, p,
                       run.entering)  # fmt: skip


@apart
def _tally(s, p, out, n, t):
    used = s.world[0].employers
    labs, blocs, fronts, world = s.labs[:used], s.blocs, s.fronts, s.world
    bloc_tally, pair_tally = out.bloc[n, t], out.pair[n, t]
    tiers.rank_tiers(s.people, labs, s.stocks, s.rungs, s.gains, world, p)
    tiers.mark_cohorts(s.people, labs, s.cohorts, s.line, world)
    tally.people(labs, s.stocks, s.fresh, s.cohorts, blocs, s.pairs, p, bloc_tally, pair_tally,
                 out.cohort[n, t])  # fmt: skip
    tally.coauthors(world, blocs, pair_tally, p)
    tally.flank(labs, s.crafts)
    tally.labs_and_blocs(labs, s.crafts, s.reach, fronts, blocs, world, p, bloc_tally, out.lab[n, t // 4])
    tally.write(labs, fronts, world, s.records, out.world[n], bloc_tally, t)
    tally.feedback(s.watched, out.world[n], bloc_tally, pair_tally, s.records, p, t)


@rule
def _quarter(s, d, run, out, n, t):
    """One quarter, phase by phase; in every phase all read the state at its start."""
    s.world[0].quarter = t
    notes = out.notes[n]
    _policy_and_chips(s, d, run, t)
    _research_and_products(s, run.p, notes)
    _money(s, run.p)
    _offers(s, run.p)
    _moves(s, d, run.p, notes, t)
    _startups_and_graduates(s, run, notes)
    _tally(s, run.p, out, n, t)


@rule
def _quarters(s, d, run, out, n, first, end):
    """Quarters from ``first`` to before ``end``, or to the one in which the run breaks."""
    for t in range(first, end):
        if s.world[0].status == OK:
            _quarter(s, d, run, out, n, t)
    out.status[n], out.status_at[n] = s.world[0].status, s.world[0].status_at
    out.noted[n] = s.world[0].notes


def simulate(setup: Setup, params: Records, kinds: Records, seed: int, runs: Sequence[int]) -> Tallies:
    """Run numbers ``runs`` of an ensemble, one after the other, without the GIL while a run lasts.

    Args:
        setup: the world and its drivers.
        params: parameters.PARAMS records, one a run.
        kinds: parameters.KIND records, run x kind.
        seed: of the ensemble, 0 to 2**64 - 1.
        runs: the run numbers; draws are keyed by them, so any split of an ensemble gives the same runs.

    Returns:
        Tallies with ``len(runs)`` runs; a run that broke is complete up to its ``status_at``.
    """
    return simulate_arms((setup,), params, kinds, seed, runs, (tallies(setup, len(runs)),))[0]


def simulate_arms(
    setups: Sequence[Setup], params: Records, kinds: Records, seed: int, runs: Sequence[int],
    out: Sequence[Tallies],
) -> Sequence[Tallies]:  # fmt: skip
    """The same runs of setups that differ from their start on only: what came before is simulated once.

    Args:
        setups: of the same ``history``.
        params: as for ``simulate``, as are the next three; shared by all setups.
        kinds: run x kind.
        seed: of the ensemble.
        runs: the run numbers.
        out: empty tallies of as many runs, one a setup, to write into.

    Returns:
        ``out``; each is what ``simulate`` gives for its setup, to the bit.
    """
    trunk = setups[0]
    blank, state, kept = scratch(trunk), scratch(trunk), scratch(trunk)
    fork = trunk.start if len(setups) > 1 else trunk.quarters
    for n, number in enumerate(runs):
        shift, entering = lever_shifts(seed, number), entrants(trunk.agents, params[n])
        run = _Run(params[n], kinds[n], np.uint64(seed), number, shift, entering)
        drivers = own_drivers(trunk, seed, number)
        copy(blank, state, _WRITTEN)
        if finite(params[n], kinds[n]):
            _begin(state, drivers, run, trunk.stock, trunk.start, trunk.agents)
        else:
            state.world["status"] = NOT_FINITE
        _quarters(state, drivers, run, out[0], n, 0, fork)
        if len(setups) > 1:
            copy(state, kept, WORK | {"ended"})
            _fork(setups, state, kept, run, out, n, fork)
    return out


def _fork(
    setups: Sequence[Setup],
    state: Scratch,
    kept: Scratch,
    run: _Run,
    out: Sequence[Tallies],
    n: int,
    fork: int,
) -> None:
    """From the state at the fork the run goes on under every setup."""
    for other in out[1:]:
        for array, first in zip(other, out[0], strict=True):
            array[n] = first[n]
    for setup, its in zip(setups, out, strict=True):
        copy(kept, state, WORK | {"ended"})
        drivers = own_drivers(setup, int(run.seed), run.number)
        answers = state._replace(ended=np.zeros(len(drivers.reactions), np.int64))
        _quarters(answers, drivers, run, its, n, fork, setup.quarters)
