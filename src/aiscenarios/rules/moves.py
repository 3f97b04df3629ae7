"""What moves leave behind, in index order: stocks of people, methods carried, the signal others read."""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, uniform
from aiscenarios.drivers import EVENT_KINDS
from aiscenarios.rules.heads import count
from aiscenarios.rules.market import followed
from aiscenarios.rules.notebook import note
from aiscenarios.state import (
    ACADEMIA,
    CALLED,
    CN,
    ELITE_MOVE,
    LEAVING,
    NOWHERE,
    SETTLED,
    TOP2,
    TOP20,
    US,
)

__all__ = ["call", "calls", "carry", "clear", "move_to", "register", "signals"]

_CALL = DECISIONS["call"]
_MOVE = EVENT_KINDS.index("move")


@rule
def clear(labs, blocs, pairs, world):
    """A new quarter's counts start at zero."""
    world[0].queued = 0
    for i in range(len(labs)):
        labs[i].left = 0.0
    for b in range(len(pairs)):
        blocs[b].arrivals = 0.0
        for c in range(len(pairs)):
            pair = pairs[b, c]
            pair.moves, pair.moves20, pair.moves2, pair.knowhow = 0.0, 0.0, 0.0, 0.0


@rule
def call(people, world, queue, source, target, researchers, group):
    """A scripted move: agents of a group at a lab are called until the number of persons is reached.

    They are called in the order of a draw each has; nobody is called where the source employs none of them.
    """
    w = world[0]
    moved = 0.0
    while moved < researchers:
        first, lowest = NOWHERE, 2.0
        for i in range(w.slots):
            me = people[i]
            if me.active and me.lab == source and me.tier >= group and me.mood != CALLED:
                u = uniform(w.seed, w.run, w.quarter, me.id, _CALL)
                if u < lowest:
                    first, lowest = i, u
        if first == NOWHERE:
            return
        people[first].mood, people[first].choice = CALLED, target
        queue[w.queued] = first
        w.queued += 1
        moved += people[first].weight


@apart
def calls(people, labs, world, queue, events, t):
    """The scripted moves of this quarter; nobody is called to a lab that is not there."""
    for n in range(len(events)):
        event = events[n]
        if event.kind == _MOVE and event.at == t and labs[event.target].active:
            call(people, world, queue, event.source, event.target, event.researchers, event.group)


@rule
def carry(labs, me, source, target, p):
    """Nats of method gap a hire closes at the new lab (000-6): the best carry most, bounded by the source."""
    if me.tier == 0 or labs[source].kind >= ACADEMIA or labs[target].kind >= ACADEMIA:
        return 0.0
    known = labs[source].recipe + labs[source].tacit
    gap = max(0.0, known - labs[target].recipe - labs[target].tacit - labs[target].carried)
    reach = p.knowhow_transfer if me.tier == TOP2 else p.knowhow_transfer * p.knowhow_top20
    return gap * (1.0 - (1.0 - reach) ** me.weight)


@rule
def move_to(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, p, i, target):
    """One researcher changes labs; every count that follows from it."""
    me = people[i]
    source = me.lab
    here, there = labs[source].bloc, labs[target].bloc
    pair = pairs[here, there]
    gained = carry(labs, me, source, target, p)
    labs[target].carried += gained
    labs[source].left += me.weight
    if here != there:
        pair.moves += me.weight
        pair.moves20 += me.weight if me.tier >= TOP20 else 0.0
        pair.knowhow += gained
        blocs[there].arrivals += me.weight if me.origin != there else 0.0
        blocs[there].programme_bill += me.weight * blocs[there].talent_programme
    if here != there and me.tier == TOP2:
        pair.moves2 += me.weight
        if labs[target].elite_hired == NOWHERE and labs[target].kind < ACADEMIA:
            labs[target].elite_hired = world[0].quarter
        if (here == US and there == CN) or (here == CN and there == US):
            note(notes, world, ELITE_MOVE, source, target, me.id, me.weight)
    count(labs, stocks, fresh, cohorts, world, p, me, -1.0)
    me.former, me.lab, me.joined = source, target, world[0].quarter
    count(labs, stocks, fresh, cohorts, world, p, me, 1.0)
    me.mood, me.choice = SETTLED, NOWHERE


@apart
def register(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, queue, p):
    """All who were taken move at once."""
    for n in range(world[0].queued):
        i = queue[n]
        me = people[i]
        if me.mood == LEAVING or me.mood == CALLED:
            move_to(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, p, i, me.choice)


@rule
def signals(pairs, world, p):
    """Moves of the best as others read them: a fading count over what it usually is, as a bounded log.

    The years before the first quarter are taken to have been like it.
    """
    t = world[0].quarter
    before_2019 = 1.0 / (1.0 - p.signal_memory)
    for b in range(len(pairs)):
        for c in range(len(pairs)):
            pair = pairs[b, c]
            pair.signal = p.signal_memory * pair.signal + pair.moves2 * (before_2019 if t == 0 else 1.0)
            pair.expected = followed(pair.expected, pair.signal, p.calm_speed, t + 1)
            surprise = math.log((pair.signal + p.signal_floor) / (pair.expected + p.signal_floor))
            pair.surprise = min(max(surprise, -p.view_limit), p.view_limit)
