"""Phase 9: graduates arrive and choose where to study and work; some researchers retire."""

import math

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, person_identity, uniform, uniform_pair
from aiscenarios.rules.market import employer, pick
from aiscenarios.state import (
    ACADEMIA,
    CN,
    NO_ROOM,
    NOWHERE,
    OK,
    REST,
    ROW,
    SETTLED,
    US,
)

__all__ = [
    "entry_weight", "first_bloc", "graduate", "graduates", "heavy_tail", "lifetime", "retire", "stratum",
    "study_bloc", "tastes",
]  # fmt: skip

_SKILL, _TASTE, _STUDY, _JOB, _COUNT, _OPEN = (
    DECISIONS[name] for name in ("skill", "taste", "study", "first_job", "graduates", "offer_open")
)


@rule
def heavy_tail(q, scale):
    """Log-logistic quantile, as a log: skill has a Pareto tail of index 1/scale."""
    return scale * math.log(q / (1.0 - q))


@rule
def stratum(u, p):
    """Skill quantile and weight of an agent; the weight keeps persons right.

    Half of the agents stand for the top tenth, thirty in a hundred for the top 2%.
    """
    if u < p.agents_top2:
        return 1.0 - p.part_top2 * (u / p.agents_top2), p.part_top2 / p.agents_top2
    if u < p.agents_top10:
        inside = (u - p.agents_top2) / (p.agents_top10 - p.agents_top2)
        return (
            1.0 - p.part_top2 - (p.part_top10 - p.part_top2) * inside,
            (p.part_top10 - p.part_top2) / (p.agents_top10 - p.agents_top2),
        )
    inside = (u - p.agents_top10) / (1.0 - p.agents_top10)
    return (1.0 - p.part_top10) * (1.0 - inside), (1.0 - p.part_top10) / (1.0 - p.agents_top10)


@rule
def lifetime(u, attrition):
    """Quarters until a researcher leaves research for good, exponential at a yearly rate."""
    return 1 + int(-math.log(u) * 4.0 / attrition)


@rule
def tastes(me, world, p):
    """How much this person minds pay, freedom, compute and home, uniform around the mean."""
    w = world[0]
    a, b = uniform_pair(w.seed, w.run, -1, me.id, _TASTE)
    c, d = uniform_pair(w.seed, w.run, -2, me.id, _TASTE)
    me.taste_pay = 1.0 + p.taste_spread * (2.0 * a - 1.0)
    me.taste_freedom = 1.0 + p.taste_spread * (2.0 * b - 1.0)
    me.taste_compute = 1.0 + p.taste_spread * (2.0 * c - 1.0)
    me.taste_home = 1.0 + p.taste_spread * (2.0 * d - 1.0)


@rule
def _odds(share, shift):
    """A share moved on the log-odds scale."""
    return 1.0 / (1.0 + (1.0 / share - 1.0) * math.exp(-shift))


@rule
def _welcome(blocs, p, here, origin):
    """Log odds by which visas, talk and programmes move a foreigner's choice of a bloc, against 2016."""
    shift = -p.visa_weight * (1.0 - blocs[here].visa_openness)
    if blocs[here].rival == origin:
        shift -= p.rhetoric_push * blocs[here].rhetoric
    return shift - p.programme_pull * math.log(1.0 + blocs[origin].talent_programme / p.pay_reference)


@rule
def study_bloc(blocs, p, origin, skill, u, v):
    """Where a graduate's last degree is taken: the gifted go abroad more often, mostly to the US."""
    at_home = p.study_home_row
    if origin == US:
        at_home = p.study_home_us
    elif origin == CN:
        at_home = p.study_home_cn
    goal = US if origin != US else ROW
    shift = _welcome(blocs, p, goal, origin) + p.elite_abroad * skill
    if u < 1.0 - _odds(1.0 - at_home, shift):
        return origin
    if origin == US:
        return ROW
    if v < p.study_us:
        return US
    return ROW if origin == CN else origin


@rule
def first_bloc(blocs, p, origin, study, u):
    """Where the first job is: most stay where they studied, moved by visas, talk and programmes."""
    if study == origin:
        return origin
    return study if u < _odds(p.stay_after_study, _welcome(blocs, p, study, origin)) else origin


@rule
def graduate(people, labs, blocs, world, p, i, origin, rank, weight):
    """Slot i becomes the rank-th graduate of a bloc this quarter."""
    w, me = world[0], people[i]
    me.id = person_identity(origin, w.quarter, rank)
    me.origin, me.active, me.tier, me.cohorts = origin, 1, REST, 0
    me.mood, me.choice, me.former = SETTLED, NOWHERE, NOWHERE
    u, v = uniform_pair(w.seed, w.run, w.quarter, me.id, _SKILL)
    q, part = stratum(u, p)
    me.weight = weight * part
    me.skill = heavy_tail(q, p.skill_scale)
    me.standing = me.skill
    me.born, me.joined = w.quarter, w.quarter
    me.retires = w.quarter + lifetime(v, p.attrition)
    tastes(me, world, p)
    a, b = uniform_pair(w.seed, w.run, w.quarter, me.id, _STUDY)
    c, d = uniform_pair(w.seed, w.run, w.quarter, me.id, _JOB)
    work = first_bloc(blocs, p, origin, study_bloc(blocs, p, origin, me.skill, a, b), c)
    me.lab = pick(labs, blocs[work].first, blocs[work].last, d)
    refused = uniform(w.seed, w.run, w.quarter, me.id, _OPEN) >= q**p.selectivity
    if not labs[me.lab].active or (refused and labs[me.lab].kind < ACADEMIA):
        me.lab = employer(labs, work)  # not active: it failed this quarter
    blocs[origin].graduates += me.weight
    blocs[work].arrivals += me.weight if origin != work else 0.0


@rule
def entry_weight(world, p):
    """Persons who enter this quarter: what retires and what the field grows by.

    The growth fades after the record.
    """
    w = world[0]
    growth = math.exp(0.25 * w.growth)
    entering = w.workforce * (growth - 1.0 + 0.25 * p.attrition)
    w.workforce *= growth
    if w.quarter >= p.growth_known:
        w.growth *= math.exp(-0.25 / p.growth_fade)
    return entering


@rule
def _origin_share(p, b):
    """Share of a bloc among the world's graduates."""
    if b == CN:
        return p.cn_entrant_share
    rest = 1.0 - p.cn_entrant_share
    return rest * p.us_of_rest if b == US else rest * (1.0 - p.us_of_rest)


@rule
def graduates(people, labs, blocs, world, p, entering):
    """This quarter's graduates of all blocs, into free slots in index order.

    ``entering`` is how many agents enter a quarter on the default; growth goes into what each stands for.
    """
    w = world[0]
    weight = entry_weight(world, p) / entering
    slot = 0
    for b in range(len(blocs)):
        blocs[b].graduates = 0.0
        u = uniform(w.seed, w.run, w.quarter, blocs[b].id, _COUNT)
        count = int(entering * _origin_share(p, b) * blocs[b].education + u)
        for rank in range(count):
            while slot < len(people) and people[slot].active:
                slot += 1
            if slot == len(people):
                if w.status == OK:
                    w.status, w.status_at = NO_ROOM, w.quarter
                return
            graduate(people, labs, blocs, world, p, slot, b, rank, weight)
            w.slots = max(w.slots, slot + 1)


@rule
def retire(people, world, i):
    """Those whose time has come leave research."""
    if people[i].active and people[i].retires <= world[0].quarter:
        people[i].active = 0
