"""A run's own path of policy: levers go on tightening and loosening as they have so far.

Every quarter a lever moves once at most. Its chances are those of an urn that holds the moves of the record
and what was believed beforehand, and to which each simulated move is added: so a path is drawn from all
hazards and sizes that the record leaves possible, not from the best guess alone.
"""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, normal, uniform_pair

__all__ = ["step_size", "walk", "year_pace"]

_REGIME, _PACE = DECISIONS["regime"], DECISIONS["pace"]
_YEAR = 4


@rule
def year_pace(seed, run, t, identity, sd):
    """How much faster than usual all levers move in the calendar year of a quarter; 1 on average."""
    return math.exp(sd * normal(seed, run, t - t % _YEAR, identity, _PACE) - 0.5 * sd * sd)


@rule
def step_size(u, moves, total):
    """A size from a uniform: exponential, with a rate of which ``moves`` sizes that add to ``total`` tell."""
    return total * (math.pow(1.0 - u, -1.0 / moves) - 1.0)


@rule
def _hazard(count, quarters, pace, possible):
    return count / quarters * pace if possible and count > 0.0 else 0.0


@rule
def _felt(level, changes, bounds, t, b, k):
    """A level after the policies from outside, within the lever's bounds."""
    if len(changes) > 0:
        level = min(max(level * changes[t, b, k, 0] + changes[t, b, k, 1], changes[t, b, k, 2]),
                    changes[t, b, k, 3])  # fmt: skip
    return min(max(level, bounds[k, 0]), bounds[k, 1])


@rule
def _one(path, me, free, changes, bounds, seed, run, start, paces):
    """The path of one lever from the start on; untouched until it moves."""
    sign, room = (1.0 if me.room > 0.0 else -1.0), abs(me.room)
    distance, moved = abs(me.level - me.none), False
    ups, up_time, downs, down_time = me.tightened, me.could_tighten, me.loosened, me.could_loosen
    up_moves, up_size, down_moves, down_size = me.tightenings, me.tightening, me.loosenings, me.loosening
    for t in range(start, len(path)):
        pace = paces[t]
        can_tighten, can_loosen = room - distance > me.least, distance > me.least
        up = _hazard(ups, up_time, pace, can_tighten)
        down = _hazard(downs, down_time, pace, can_loosen)
        u, v = uniform_pair(seed, run, t, me.id, _REGIME)
        u *= max(1.0, up + down)
        if u < up:
            size = step_size(v, up_moves, up_size)
            distance = room - (room - distance) * math.exp(-size)
            ups, up_moves, up_size, moved = ups + 1.0, up_moves + 1.0, up_size + size, True
        elif u < up + down:
            size = step_size(v, down_moves, down_size)
            distance *= math.exp(-size)
            downs, down_moves, down_size, moved = downs + 1.0, down_moves + 1.0, down_size + size, True
            if distance <= me.least:
                distance = 0.0
        up_time += pace if can_tighten else 0.0
        down_time += pace if can_loosen else 0.0
        if moved and free[t, me.bloc, me.lever]:
            level = me.none + sign * distance
            path[t, me.bloc, me.lever] = _felt(level, changes, bounds, t, me.bloc, me.lever)


@apart
def walk(path, moves, pace, free, changes, bounds, seed, run, start, identity, paces):
    """Lay a run's own moves of each lever over the path it would keep, quarter x bloc x lever.

    Args:
        path: levels of the scenario, changed in place from ``start`` on.
        moves: drivers.REGIME records.
        pace: standard deviation of the log of a year's pace.
        free: where nobody has set the level.
        changes: what policies from outside do to a free level.
        bounds: lowest and highest level, lever x 2.
        seed: of the ensemble.
        run: number of the run.
        start: first quarter that may differ.
        identity: address of the years' paces.
        paces: room for one number a quarter.
    """
    for t in range(start, len(path)):
        paces[t] = year_pace(seed, run, t, identity, pace)
    for r in range(len(moves)):
        _one(path, moves[r], free, changes, bounds, seed, run, start, paces)
