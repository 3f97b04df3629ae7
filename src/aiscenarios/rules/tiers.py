"""The top fifth and the top 2%: who stands where a bar lies, and the bars themselves."""

import math

import numpy as np

from aiscenarios.compiled import apart, rule
from aiscenarios.rules.heads import follow, promote
from aiscenarios.rules.pipeline import tier_of
from aiscenarios.state import CN, START_COHORT, TOP20, US

__all__ = ["RUNGS", "experience_gains", "mark_cohorts", "raise_bars", "rank_tiers", "standing"]

RUNGS = 4000
"""Rungs of the ladder on which standings are sorted."""
_PER_NAT, _LOWEST = 200.0, -10.0  # tiers are told apart to 1/200 of a nat, without a sort
_YEAR = 4  # quarters


@rule
def experience_gains(gains, p):
    """What experience adds to skill, the log of one plus half the years, to be looked up."""
    for quarters in range(len(gains)):
        gains[quarters] = p.experience * math.log(1.0 + 0.125 * quarters)


@rule
def standing(me, t, gains):
    """Skill plus experience, nats: ranks the tiers. After all that is looked up nobody gains more."""
    return me.skill + gains[np.uint64(min(t - me.born, len(gains) - 1))]


@apart
def rank_tiers(people, labs, stocks, rungs, gains, world, p):
    """Everybody's tier by the bars that last quarter's standings set; this quarter's set the next."""
    w = world[0]
    t, bar20, bar2, slots = w.quarter, w.bar20, w.bar2, w.slots
    rungs[:] = 0.0
    for i in range(slots):
        me = people[i]
        if me.active:
            height = standing(me, t, gains)
            rungs[np.uint64(min(max(int((height - _LOWEST) * _PER_NAT), 0), RUNGS - 1))] += me.weight
            tier = tier_of(height, bar20, bar2)
            if tier != me.tier:
                promote(labs, stocks, world, p, me, tier)
    raise_bars(rungs, _everybody(labs), w, p)


@rule
def _everybody(labs):
    """Persons at all labs; sums of whole grains are exact, so this is the sum of the rungs too."""
    total = 0.0
    for k in range(len(labs)):
        total += labs[k].staff
    return total


@rule
def raise_bars(rungs, total, w, p):
    """The standings above which there are a fifth and 2% of the persons on the rungs, ``total`` in all."""
    above, highest = 0.0, RUNGS - 1
    w.bar20, w.bar2 = math.inf, math.inf
    while highest > 0 and rungs[highest] == 0.0:
        w.bar20 = w.bar2 = _LOWEST + highest / _PER_NAT
        highest -= 1
    for r in range(highest, -1, -1):
        above += rungs[r]
        if above > p.part_top20 * total:
            return
        w.bar20 = _LOWEST + r / _PER_NAT
        if above <= p.part_top2 * total:
            w.bar2 = w.bar20


@apart
def mark_cohorts(people, labs, cohorts, line, world):
    """At a year's end and at the scenario's start China's top fifth in the US is followed from now on."""
    w = world[0]
    mark = 0
    if w.quarter % _YEAR == _YEAR - 1:
        mark |= 1 << (w.quarter // _YEAR)
    if w.quarter == w.start:
        mark |= 1 << START_COHORT
    if mark == 0:
        return
    born = 0
    for i in range(w.slots):  # a place in the line that is not kept is written over, which saves a branch
        me = people[i]
        line[born] = i
        born += me.active & (me.origin == CN) & (me.tier >= TOP20)
    marked = 0.0
    for n in range(born):
        me = people[line[n]]
        if labs[me.lab].bloc == US:
            me.cohorts |= mark
            marked += me.weight
    follow(cohorts, mark, marked, marked)
