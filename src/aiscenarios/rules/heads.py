"""Who works where: stocks of people, kept up as they come, move and go, never counted anew.

Weights are whole grains of a person, so every sum of them is exact: the order of changes does not matter, and
a lab that everybody has left holds exactly nobody.
"""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.state import ACADEMIA, GRAIN, START_COHORT, TOP2, TOP20, US

__all__ = ["age", "count", "follow", "grains", "promote", "visibility"]

_YEAR = 4  # quarters


@rule
def grains(persons):
    """Persons in whole grains."""
    return math.floor(persons / GRAIN + 0.5) * GRAIN


@rule
def visibility(me, t, p):
    """How much of a person a year's author lists still show: the young publish most."""
    return math.exp(-0.25 * (t - me.born) / p.visibility_age)


@apart
def follow(cohorts, marks, weight, stayed):
    """Add persons to the cohorts of their marks."""
    last = len(cohorts) - 1
    for c in range(last + 1):
        if marks & (1 << (START_COHORT if c == last else c)):
            cohorts[c].heads += weight
            cohorts[c].stayed += stayed


@rule
def _still_seen(heads, young):
    """What is seen of a group: nothing where nobody is left, since unlike heads it is not summed exactly."""
    return young if heads > 0.0 else 0.0


@rule
def _elite(labs, stocks, world, p, me, top20, top2):
    """Add persons like this one to the top fifth and the top 2% of the lab."""
    lab, of_origin = labs[me.lab], stocks[me.lab, me.origin]
    seen = visibility(me, world[0].quarter, p)
    lab.top20 += top20
    lab.top2 += top2
    lab.young20 = _still_seen(lab.top20, lab.young20 + top20 * seen)
    lab.young2 = _still_seen(lab.top2, lab.young2 + top2 * seen)
    of_origin.top20 += top20
    of_origin.top2 += top2
    of_origin.young20 = _still_seen(of_origin.top20, of_origin.young20 + top20 * seen)
    of_origin.young2 = _still_seen(of_origin.top2, of_origin.young2 + top2 * seen)


@apart
def count(labs, stocks, fresh, cohorts, world, p, me, sign):
    """Add a person to every stock of the lab they work at (sign 1), or take them out of it (-1)."""
    lab = labs[me.lab]
    weight = sign * me.weight
    lab.staff += weight
    if lab.kind < ACADEMIA and world[0].quarter - me.joined < _YEAR:
        fresh[lab.bloc, me.joined & 3] += weight
    if me.tier >= TOP20:
        _elite(labs, stocks, world, p, me, weight, weight if me.tier == TOP2 else 0.0)
    if me.cohorts:
        follow(cohorts, me.cohorts, weight, weight if lab.bloc == US else 0.0)


@apart
def promote(labs, stocks, world, p, me, tier):
    """A person rises or falls to a tier."""
    top20 = me.weight * ((tier >= TOP20) - (me.tier >= TOP20))
    top2 = me.weight * ((tier == TOP2) - (me.tier == TOP2))
    _elite(labs, stocks, world, p, me, top20, top2)
    me.tier = tier


@rule
def age(labs, stocks, fresh, world, p):
    """A quarter passes: authors are a quarter older, and who joined a year ago is new no longer."""
    fading = math.exp(-0.25 / p.visibility_age)
    for i in range(len(labs)):
        labs[i].young20 *= fading
        labs[i].young2 *= fading
        for origin in range(len(fresh)):
            stocks[i, origin].young20 *= fading
            stocks[i, origin].young2 *= fading
    for b in range(len(fresh)):
        fresh[b, world[0].quarter & 3] = 0.0
