"""The labour market from above: what labs look like to researchers, who hires, who was asked by too many."""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.rules.products import world_best
from aiscenarios.state import ACADEMIA, CALLED, INDUSTRY, LANGUAGE, LEAVING, NOWHERE, SETTLED

__all__ = [
    "GUIDES",
    "count_asked",
    "employer",
    "followed",
    "mark",
    "means",
    "offer",
    "openings",
    "pick",
    "unease",
]

GUIDES = 64
"""Marks along a bloc's ladder at which its guide says where to start looking."""


@rule
def means(labs, world):
    """Workforce means of what researchers compare, in index order."""
    w = world[0]
    total, pay, freedom, compute = 0.0, 0.0, 0.0, 0.0
    for i in range(len(labs)):
        me = labs[i]
        if me.active:
            total += me.staff
            pay += me.staff * math.log(max(me.offered_pay, 1.0))
            freedom += me.staff * me.freedom
            compute += me.staff * math.log(1.0 + me.compute / max(me.staff, 1.0))
    w.mean_pay, w.mean_freedom, w.mean_compute = pay / total, freedom / total, compute / total


@rule
def _within(x, limit):
    return min(max(x, -limit), limit)


@rule
def offer(labs, crafts, fronts, world, p, i):
    """What a lab offers, in utils, centred on the workforce and bounded.

    Growth of pay or compute everywhere never raises every move.
    """
    me = labs[i]
    if not me.active:
        return
    w = world[0]
    limit = p.view_limit
    me.see_pay = p.weight_pay * _within(math.log(max(me.offered_pay, 1.0)) - w.mean_pay, limit)
    me.see_freedom = p.weight_freedom * (me.freedom - w.mean_freedom)
    a_head = math.log(1.0 + me.compute / max(me.staff, 1.0))
    me.see_compute = p.weight_compute * _within(a_head - w.mean_compute, limit)
    me.see_standing = 0.0
    if me.kind < ACADEMIA:
        behind = -limit
        if crafts[i, LANGUAGE].shipped_at != NOWHERE:
            behind = crafts[i, LANGUAGE].shipped - world_best(fronts, LANGUAGE)
        me.see_standing = p.weight_standing * _within(1.0 + behind + me.fame, limit)
    rate = me.left / me.staff if me.staff > 0.0 else 0.0
    age = w.quarter - max(me.founded, 0)
    me.unrest = followed(me.unrest, rate, p.unrest_speed, age)
    me.calm = followed(me.calm, rate, p.calm_speed, age)
    me.peers = _within(math.log((me.unrest + p.calm_floor) / (me.calm + p.calm_floor)), limit)
    me.unease = unease(me, p)
    me.restless = p.look_ceiling / (1.0 + math.exp(-me.unease - p.content_hold * limit))


@rule
def followed(mean, seen, speed, age):
    """A fading mean of what is seen; the plain mean while it is young, so that it starts without a bias."""
    return mean + max(speed, 1.0 / max(1, age)) * (seen - mean)


@rule
def unease(me, p):
    """Log odds by which a lab's people look around.

    Friends who leave pull (000-2, 000-10), friction pushes (002-4), retention pay holds (000-7).
    """
    return (
        math.log(p.look_rate / (p.look_ceiling - p.look_rate))
        + p.peer_pull * me.peers
        + p.friction_push * (me.friction - p.friction_usual)
        - p.retention_hold * me.retention / max(me.offered_pay, 1.0)
    )


@apart
def openings(labs, ladder, guide, blocs, p):
    """How many researchers each lab would hire, and the ladder by which offers find a lab.

    Labs stand in the ladder by bloc and identity, so their order in the arrays does not matter.
    """
    for b in range(len(blocs)):
        me = blocs[b]
        me.vacancies, me.staff, me.lab_staff, me.openings, me.first, me.last = 0.0, 0.0, 0.0, 0.0, -1, -1
    for n in range(len(labs)):
        me = labs[labs[n].order]
        home = blocs[me.bloc]
        if home.first < 0:
            home.first = n
        home.last = n
        me.openings = 0.0
        if me.active:
            me.openings = p.turnover * me.staff
            home.staff += me.staff
            if me.kind < ACADEMIA:
                me.openings += max(0.0, me.seats - me.staff)
                home.vacancies += max(0.0, me.seats - me.staff)
                home.lab_staff += me.staff
        home.openings += me.openings
        ladder[n].top, ladder[n].lab = home.openings, labs[n].order
    for b in range(len(blocs)):
        mark(ladder, guide, blocs[b], b)


@rule
def mark(ladder, guide, bloc, b):
    """For each mark of a bloc's ladder the first rung above it."""
    n = bloc.first
    for g in range(GUIDES):
        while n < bloc.last and ladder[n].top <= bloc.openings * g / GUIDES:
            n += 1
        guide[b, g] = n


@rule
def pick(ladder, guide, blocs, b, u):
    """The lab at height u of a bloc's ladder, NOWHERE if nobody hires there.

    The guide is nearly always right within a rung, which is taken without a branch.
    """
    height = u * blocs[b].openings
    if not 0.0 < height < math.inf:  # the search below ends at a rung above a finite height only
        return NOWHERE
    n = guide[b, int(u * GUIDES)]
    n += ladder[n].top <= height
    while ladder[n].top <= height:
        n += 1
    return ladder[n].lab


@apart
def count_asked(people, labs, called, world, queue):
    """The queue of those who want to go, after who is called by a script, and how many ask each lab."""
    w = world[0]
    for i in range(len(labs)):
        labs[i].asked = 0.0
    for n in range(w.called):
        me = people[called[n]]
        if me.mood != SETTLED and me.mood != CALLED:
            queue[w.queued] = called[n]
            w.queued += 1
            if me.mood == LEAVING:
                labs[me.choice].asked += me.weight


@rule
def employer(labs, bloc):
    """The lab that stands for every other employer of a bloc."""
    for k in range(len(labs)):
        if labs[k].bloc == bloc and labs[k].kind == INDUSTRY:
            return k
    return NOWHERE
