"""The mobility core in the package's own rules, labs held still."""

from typing import Any, NamedTuple

import numpy as np

from aiscenarios.compiled import apart
from aiscenarios.draws import person_identity
from aiscenarios.engines.arrays import LOOKED_UP
from aiscenarios.rules import mobility
from aiscenarios.rules.columns import COHORT_TALLY
from aiscenarios.rules.market import GUIDES, mark
from aiscenarios.state import BLOC, LAB, NEVER, NOWHERE, PERSON, RUNG, SETTLED, STOCK, VENDOR, WORLD
from benchmarks.core import Core, Moves

__all__ = ["prepared", "simulate"]


class _Arrays(NamedTuple):
    people: Any
    ids: Any
    labs: Any
    stocks: Any
    fresh: Any
    cohorts: Any
    called: Any
    line: Any
    lookers: Any
    looks: Any
    drawn: Any
    ceilings: Any
    heights: Any
    minds: Any
    holds: Any
    ladder: Any
    guide: Any
    blocs: Any
    gates: Any
    world: Any
    by_pair: Any
    tenure: Any


@apart
def _quarters(s, p, quarters):  # type: ignore[no-untyped-def]
    for t in range(quarters):
        s.world[0].quarter = t
        mobility.year_of_draws(s.ids, s.line, s.looks, s.drawn, s.world)
        mobility.call_up(s.people, s.labs, s.stocks, s.fresh, s.cohorts, s.called, s.line,
                         s.looks, s.ceilings, s.world, p)  # fmt: skip
        mobility.look_around(s.people, s.ids, s.labs, s.ladder, s.guide, s.blocs, s.gates, s.called, s.looks,
                             s.holds, s.line, s.lookers, s.heights, s.minds, s.world, p)  # fmt: skip
        for n in range(s.world[0].called):
            me = s.people[s.called[n]]
            if me.choice != NOWHERE:
                s.by_pair[t, s.labs[me.lab].bloc, s.labs[me.choice].bloc] += 1
                s.tenure[t] += t - me.joined
                me.former, me.lab, me.joined = me.lab, me.choice, t
                me.mood, me.choice = SETTLED, NOWHERE


def _holds(world: Core) -> Any:
    holds = np.zeros(LOOKED_UP)
    mobility.tenure_holds(holds, world.p)
    return holds


def _labs(world: Core) -> Any:
    labs = np.zeros(len(world.bloc), LAB)
    labs["bloc"], labs["kind"], labs["active"] = world.bloc, VENDOR, 1
    for n, name in enumerate(("see_pay", "see_freedom", "see_compute", "see_standing")):
        labs[name] = world.offers[:, n]
    labs["unease"] = world.unease
    most = world.p["content_hold"] * world.p["view_limit"]
    labs["restless"] = world.p["look_ceiling"] / (1.0 + np.exp(-world.unease - most))
    return labs


def _people(world: Core) -> Any:
    people = np.zeros(len(world.lab), PERSON)
    people["id"] = [person_identity(o, -1, i) for i, o in enumerate(world.origin)]
    people["origin"], people["lab"], people["joined"] = world.origin, world.lab, -world.tenure
    for n, name in enumerate(("taste_pay", "taste_freedom", "taste_compute", "taste_home")):
        people[name] = world.tastes[:, n]
    people["active"], people["weight"], people["retires"] = 1, 1.0, NEVER
    people["former"], people["choice"] = NOWHERE, NOWHERE
    return people


def prepared(world: Core, quarters: int, seed: int) -> _Arrays:
    """The arrays of the rules, filled with the core's world."""
    count, labs, blocs = len(world.lab), len(world.bloc), len(world.vacancies)
    state = np.zeros(1, WORLD)
    state["seed"], state["slots"] = seed, count
    home = np.zeros(blocs, BLOC)
    home["vacancies"] = world.vacancies
    ladder, guide = np.zeros(labs, RUNG), np.zeros((blocs, GUIDES), np.int64)
    ladder["lab"] = np.arange(labs)
    for b in range(blocs):
        inside = np.flatnonzero(world.bloc == b)
        ladder["top"][inside] = np.cumsum(world.openings[inside])
        home[b]["first"], home[b]["last"] = inside[0], inside[-1]
        home[b]["openings"] = ladder["top"][inside[-1]]
        mark(ladder, guide, home[b], b)
    people = _people(world)
    return _Arrays(
        people=people, ids=people["id"].copy(), labs=_labs(world), stocks=np.zeros((labs, blocs), STOCK),
        fresh=np.zeros((blocs, 4)), cohorts=np.zeros(2, COHORT_TALLY), called=np.zeros(count + 1, np.int64),
        line=np.zeros(count + 1, np.int64), lookers=np.zeros(count, np.uint64),
        looks=np.zeros((4, count)), drawn=np.zeros(count, np.uint64), ceilings=np.zeros(labs),
        heights=np.zeros((4, count)), minds=np.zeros((4, count)), holds=_holds(world),
        ladder=ladder, guide=guide, blocs=home, gates=world.gates, world=state,
        by_pair=np.zeros((quarters, blocs, blocs), np.int64),
        tenure=np.zeros(quarters),
    )  # fmt: skip


def simulate(world: Core, quarters: int, seed: int) -> Moves:
    """The core in compiled rules."""
    arrays = prepared(world, quarters, seed)
    return run(arrays, world, quarters)


def run(arrays: _Arrays, world: Core, quarters: int) -> Moves:
    """Prepared arrays simulated to the end."""
    _quarters(arrays, world.p, quarters)
    return Moves(arrays.by_pair, arrays.tenure / np.maximum(1, arrays.by_pair.sum(axis=(1, 2))))
