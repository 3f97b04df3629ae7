"""Phase 9: graduates arrive and choose where to study and work; some researchers retire."""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, person_identity, uniform, uniforms
from aiscenarios.rules.heads import count, grains
from aiscenarios.rules.market import employer, pick
from aiscenarios.state import (
    ACADEMIA,
    CN,
    NEVER,
    NO_ROOM,
    NOWHERE,
    OK,
    ROW,
    SETTLED,
    TOP2,
    TOP20,
    US,
)

__all__ = [
    "entry_weight", "first_bloc", "free_slot", "graduate", "graduates", "heavy_tail", "lifetime", "retire",
    "stratum", "study_bloc", "tastes", "tier_of",
]  # fmt: skip

_SKILL, _TASTE, _STUDY, _COUNT = (DECISIONS[name] for name in ("skill", "taste", "study", "graduates"))

_ONCE = -1  # for draws that are made once in a life


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
    return min(1 + int(-math.log(u) * 4.0 / attrition), NEVER)


@rule
def tastes(me, world, p):
    """How much this person minds pay, freedom, compute and home, uniform around the mean."""
    w = world[0]
    a, b, c, d = uniforms(w.seed, w.run, _ONCE, me.id, _TASTE)
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
def tier_of(standing, bar20, bar2):
    """The tier of a standing, by the bars that the last quarter set."""
    return (standing >= bar20) * TOP20 + (standing >= bar2) * (TOP2 - TOP20)


@rule
def graduate(
    people, ids, labs, stocks, fresh, cohorts, ladder, guide, blocs, world, p, i, origin, rank, weight
):
    """Slot i becomes the rank-th graduate of a bloc this quarter."""
    w, me = world[0], people[i]
    me.id = person_identity(origin, w.quarter, rank)
    ids[i] = me.id
    me.origin, me.active, me.cohorts = origin, 1, 0
    me.mood, me.choice, me.former = SETTLED, NOWHERE, NOWHERE
    u, v, open_to, _ = uniforms(w.seed, w.run, w.quarter, me.id, _SKILL)
    q, part = stratum(u, p)
    me.weight = grains(weight * part)
    me.skill = heavy_tail(q, p.skill_scale)
    me.tier = tier_of(me.skill, w.bar20, w.bar2)
    me.born, me.joined = w.quarter, w.quarter
    me.retires = w.quarter + lifetime(v, p.attrition)
    tastes(me, world, p)
    a, b, c, d = uniforms(w.seed, w.run, w.quarter, me.id, _STUDY)
    work = first_bloc(blocs, p, origin, study_bloc(blocs, p, origin, me.skill, a, b), c)
    me.lab = pick(ladder, guide, blocs, work, d)
    refused = open_to >= q**p.selectivity
    if me.lab == NOWHERE or not labs[me.lab].active or (refused and labs[me.lab].kind < ACADEMIA):
        me.lab = employer(labs, work)  # nobody hires, or it failed this quarter
    count(labs, stocks, fresh, cohorts, world, p, me, 1.0)
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
def free_slot(people, world):
    """A slot for a newcomer: the one left last, else the next never used; NOWHERE if all are taken."""
    w = world[0]
    slot = w.free
    if slot != NOWHERE:
        w.free = people[slot].next
    elif w.slots < len(people):
        slot = w.slots
        w.slots += 1
    return slot


@apart
def retire(people, labs, stocks, fresh, cohorts, world, p, i):
    """A researcher leaves research; the slot is free."""
    me, w = people[i], world[0]
    count(labs, stocks, fresh, cohorts, world, p, me, -1.0)
    me.active, me.next = 0, w.free
    w.free = i


@apart
def graduates(people, ids, labs, stocks, fresh, cohorts, ladder, guide, blocs, world, p, entering):
    """This quarter's graduates of all blocs, into free slots.

    ``entering`` is how many agents enter a quarter on the default; growth goes into what each stands for.
    """
    w = world[0]
    weight = entry_weight(world, p) / entering
    for b in range(len(blocs)):
        blocs[b].graduates = 0.0
        u = uniform(w.seed, w.run, w.quarter, blocs[b].id, _COUNT)
        count_of_bloc = int(entering * _origin_share(p, b) * blocs[b].education + u)
        for rank in range(count_of_bloc):
            i = free_slot(people, world)
            if i == NOWHERE:
                if w.status == OK:
                    w.status, w.status_at = NO_ROOM, w.quarter
                return
            graduate(
                people, ids, labs, stocks, fresh, cohorts, ladder, guide, blocs, world, p, i, b, rank, weight
            )
