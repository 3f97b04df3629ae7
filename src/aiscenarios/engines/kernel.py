"""The kernel: the ten phases of a quarter in order, over all actors, over all quarters, over many runs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.compiled import rule
from aiscenarios.drivers import Setup
from aiscenarios.engines.arrays import WORK, Scratch, Tallies, copy, entrants, lever_shifts, scratch, tallies
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
from aiscenarios.state import OK, Records

__all__ = ["simulate", "simulate_arms"]

_WRITTEN = WORK | {"people", "gains"}
"""What is written when a run begins."""


@rule
def _begin(people, labs, stocks, fresh, cohorts, crafts, blocs, world, chairs, homes, gains,
           p, kinds, stock,
           supply, spending, domestic, seed, run, start, agents):  # fmt: skip
    """The world in 2019Q1."""
    genesis.start_world(labs, blocs, world, kinds, p, seed, run, start, agents, stock.sum())
    policy.world_paths(world, blocs, supply, spending, domestic, p, 0)
    genesis.people_of_2019(people, labs, stocks, fresh, cohorts, chairs, homes, world, p, stock, agents)
    genesis.found_labs(labs, crafts, blocs, world, p)
    tiers.experience_gains(gains, p)


@rule
def _quarter(people, all_labs, all_crafts, all_reach, fronts, blocs, pairs, world, p, kinds, entering,
             path, spread, bounds, shift, override, lab_path, lab_override,
             plans, values, watched, ended, events, supply, spending, domestic,
             records, notes, queue, gates, stocks, fresh, cohorts, lookers, line, draws, heights,
             ladder, guide, rungs, gains,
             bloc_tally, pair_tally, lab_tally, cohort_tally, world_tally, t):  # fmt: skip
    """One quarter, phase by phase; in every phase all read the state at its start."""
    world[0].quarter = t
    n = world[0].employers  # slots beyond were never used: no step needs to see them
    labs, crafts, reach = all_labs[:n], all_crafts[:n], all_reach[:n]
    # 1 policy
    policy.reactions(plans, values, watched, ended, override, lab_override, t)
    policy.world_paths(world, blocs, supply, spending, domestic, p, t)
    policy.cuts(blocs, world, events, t)
    for b in range(len(blocs)):
        policy.bloc_levers(blocs, path, spread, bounds, shift, override, t, b)
    for i in range(len(labs)):
        genesis.join(labs, crafts, fronts, blocs, world, p, i)
    for i in range(len(labs)):
        policy.lab_levers(labs, blocs, lab_path, lab_override, t, i)
    # 2 chips
    for b in range(len(blocs)):
        chips.access(blocs, p, b)
    chips.clear(labs, blocs, world)
    for i in range(len(labs)):
        chips.buy(labs, blocs, world, p, i)
    # 3 efficiency
    efficiency.survey(labs, blocs, world, p)
    for i in range(len(labs)):
        efficiency.learn(labs, crafts, blocs, world, p, i)
    # 4 research
    for i in range(len(labs)):
        research.work(labs, crafts, reach, blocs, world, p, i)
    # 5 products
    for i in range(len(labs)):
        products.ship(labs, crafts, blocs, world, p, i)
    products.release(labs, crafts, fronts, world, p)
    products.best_released(labs, crafts, fronts)
    for i in range(len(labs)):
        products.integrate(labs, crafts, reach, fronts, blocs, world, p, i)
    for i in range(len(labs)):
        products.appeal(labs, crafts, reach, fronts, blocs, p, i)
    products.markets(reach, blocs)
    for i in range(len(labs)):
        products.share(reach, blocs, p, i)
    for b in range(len(blocs)):
        products.adopt(labs, crafts, reach, fronts, blocs, world, p, b)
    products.report(labs, world, notes)
    # 6 money
    money.purses(labs, blocs, world)
    money.dividends(labs, reach, blocs, p)
    for i in range(len(labs)):
        money.earn(labs, reach, blocs, p, i)
    money.book(labs, world, blocs)
    for i in range(len(labs)):
        money.plan(labs, crafts, fronts, blocs, p, i)
    # 7 mobility
    spinouts.order_labs(labs)
    market.openings(labs, ladder, guide, blocs, p)
    market.means(labs, world)
    for i in range(len(labs)):
        market.offer(labs, crafts, fronts, world, p, i)
    moves.clear(labs, blocs, pairs, world)
    heads.age(labs, fresh, world, p)
    mobility.call_up(people, labs, stocks, fresh, cohorts, lookers, line, draws, world, p)
    mobility.offers(lookers, heights, world)
    moves.calls(people, world, queue, events, t)
    mobility.borders(gates, blocs, pairs, p)
    for n in range(world[0].lookers):
        mobility.look(people, labs, ladder, guide, blocs, gates, lookers, heights, world, p, n)
    market.count_asked(people, labs, lookers, world, queue)
    for q in range(world[0].queued):
        mobility.settle(people, labs, world, queue[q])
    moves.register(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, queue, p)
    # 8 spin-outs
    spinouts.found(people, all_labs, stocks, fresh, cohorts, all_crafts, all_reach, blocs, pairs, world,
                   notes, queue, kinds, p)  # fmt: skip
    n = world[0].employers
    labs, crafts, reach = all_labs[:n], all_crafts[:n], all_reach[:n]
    for i in range(len(labs)):
        spinouts.fare(labs, crafts, fronts, world, p, i)
    spinouts.wind_up(people, labs, stocks, fresh, cohorts, reach, blocs, world, notes, p)
    moves.signals(pairs, world, p)
    # 9 pipeline
    pipeline.graduates(people, labs, stocks, fresh, cohorts, ladder, guide, blocs, world, p,
                       entering)  # fmt: skip
    # 10 tally
    tiers.rank_tiers(people, labs, stocks, rungs, gains, world, p)
    tiers.mark_cohorts(people, labs, cohorts, world)
    tally.people(labs, stocks, fresh, cohorts, blocs, pairs, p, bloc_tally, pair_tally, cohort_tally)
    tally.coauthors(world, blocs, pair_tally, p)
    tally.flank(labs, crafts)
    tally.labs_and_blocs(labs, crafts, reach, fronts, blocs, world, p, bloc_tally, lab_tally)
    tally.write(labs, fronts, world, records, world_tally, bloc_tally, t)
    tally.feedback(watched, world_tally, bloc_tally, pair_tally, records, p, t)


@rule
def _quarters(people, labs, crafts, reach, fronts, blocs, pairs, world, p, kinds, entering,
              path, spread, bounds, shift, override, lab_path, lab_override,
              plans, values, watched, ended, events, supply, spending, domestic,
              records, notes, queue, gates, stocks, fresh, cohorts, lookers, line, draws, heights,
              ladder, guide, rungs, gains, bloc_tally, pair_tally, lab_tally, cohort_tally, world_tally,
              first, end):  # fmt: skip
    """Quarters from ``first`` to before ``end``, or to the one in which the run breaks."""
    for t in range(first, end):
        if world[0].status != OK:
            return
        _quarter(people, labs, crafts, reach, fronts, blocs, pairs, world, p, kinds, entering,
                 path, spread, bounds, shift, override, lab_path, lab_override,
                 plans, values, watched, ended, events, supply, spending, domestic,
                 records, notes, queue, gates, stocks, fresh, cohorts, lookers, line, draws, heights,
                 ladder, guide, rungs, gains,
                 bloc_tally[t], pair_tally[t], lab_tally[t // 4], cohort_tally[t], world_tally,
                 t)  # fmt: skip


class _Run(NamedTuple):
    """What tells a run from others of its setup."""

    params: Any
    kinds: Records
    seed: np.uint64
    number: int
    shift: NDArray[np.float64]
    entering: float


def _start(setup: Setup, blank: Scratch, s: Scratch, run: _Run) -> None:
    """The world in 2019, in arrays that another run may have used."""
    copy(blank, s, _WRITTEN)
    d = setup.drivers
    _begin(s.people, s.labs, s.stocks, s.fresh, s.cohorts, s.crafts, s.blocs, s.world, s.chairs, s.homes,
           s.gains, run.params, run.kinds, setup.stock, d.supply, d.spending, d.domestic,
           run.seed, run.number, setup.start, setup.agents)  # fmt: skip


def _advance(setup: Setup, s: Scratch, run: _Run, out: Tallies, n: int, first: int, end: int) -> None:
    """Quarters from ``first`` to before ``end``; tallies go to the n-th run of ``out``."""
    d = setup.drivers
    _quarters(s.people, s.labs, s.crafts, s.reach, s.fronts, s.blocs, s.pairs, s.world, run.params, run.kinds,
              run.entering, d.bloc, d.spread, d.bounds, run.shift, s.override, d.lab, s.lab_override,
              d.reactions, d.reaction_values, s.watched, s.ended, d.events, d.supply, d.spending, d.domestic,
              s.records, out.notes[n], s.queue, s.gates, s.stocks, s.fresh, s.cohorts, s.lookers, s.line,
              s.draws, s.heights, s.ladder, s.guide, s.rungs, s.gains,
              out.bloc[n], out.pair[n], out.lab[n], out.cohort[n], out.world[n], first, end)  # fmt: skip
    out.status[n], out.status_at[n] = s.world[0]["status"], s.world[0]["status_at"]
    out.noted[n] = s.world[0]["notes"]


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
        run = _Run(
            params[n], kinds[n], np.uint64(seed), number, lever_shifts(seed, number),
            entrants(setups[0].agents, params[n]),
        )  # fmt: skip
        _start(trunk, blank, state, run)
        _advance(trunk, state, run, out[0], n, 0, fork)
        if len(setups) == 1:
            continue
        copy(state, kept, WORK | {"ended"})
        for other in out[1:]:
            for array, first in zip(other, out[0], strict=True):
                array[n] = first[n]
        for setup, its in zip(setups, out, strict=True):
            copy(kept, state, WORK | {"ended"})
            answers = state._replace(ended=np.zeros(len(setup.drivers.reactions), np.int64))
            _advance(setup, answers, run, its, n, fork, setup.quarters)
    return out
