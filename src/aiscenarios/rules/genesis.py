"""The world in 2019Q1, and how a lab of the catalogue opens later."""

import math

import numpy as np

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, normal, person_identity, uniform
from aiscenarios.rules.pipeline import heavy_tail, lifetime, stratum, tastes
from aiscenarios.rules.research import potential
from aiscenarios.rules.spinouts import order_labs
from aiscenarios.state import ACADEMIA, CN, NOWHERE, REST, SETTLED, TIERS, TOP2, TOP20, US

__all__ = ["found_labs", "join", "people_of_2019", "start_world"]

_STOCK, _YEARS, _TENURE, _OPEN, _PLACE, _LIFE = (
    DECISIONS[name] for name in ("stock", "years", "tenure", "open", "placement", "lifetime")
)
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
_BEFORE = -1


@rule
def start_world(labs, blocs, world, kinds, p, seed, run, start, agents, persons):
    """Clock, accounts and defaults before anybody acts."""
    w = world[0]
    w.seed, w.run, w.start, w.quarter, w.people = seed, run, start, 0, agents
    w.workforce, w.growth = persons, math.log(1.0 + p.workforce_growth)
    for b in range(len(blocs)):
        blocs[b].id = b + 1
    for i in range(len(labs)):
        me = labs[i]
        kind = kinds[me.kind]
        me.pay = kind.pay if math.isnan(me.pay) else me.pay
        me.freedom = kind.freedom if math.isnan(me.freedom) else me.freedom
        me.friction = kind.friction if math.isnan(me.friction) else me.friction
        me.open = kind.openness if math.isnan(me.open) else me.open
        me.order = i
        me.newest, me.announced, me.case_done, me.elite_hired = NOWHERE, NOWHERE, NOWHERE, NOWHERE
        me.active = me.listed and me.founded <= 0
        me.rounds = 1 if me.cash > 0.0 else 0
        me.seats = me.size
        w.employers = i + 1 if me.listed else w.employers
        w.investors -= me.cash if me.active else 0.0
    order_labs(labs[: w.employers])


@rule
def _chairs(labs, blocs, places, p):
    """How likely each lab is a tier's employer in 2019: running sums by tier, bloc and place in the order."""
    chairs = np.zeros((len(TIERS), blocs, places))
    for tier in range(len(TIERS)):
        for bloc in range(blocs):
            running = 0.0
            for n in range(places):
                running += _weight(labs, labs[n].order, bloc, tier, p)
                chairs[tier, bloc, n] = running
    return chairs


@rule
def _place(labs, chairs, u):
    """The employer at height u of a tier's chairs in a bloc."""
    for n in range(len(chairs)):
        if chairs[n] >= u * chairs[-1]:
            return labs[n].order
    return NOWHERE


@rule
def _weight(labs, i, bloc, tier, p):
    """By size, the labs the more the higher the tier."""
    me = labs[i]
    if not me.active or me.bloc != bloc:
        return 0.0
    return me.size * math.exp(p.lab_selection * tier) if me.kind < ACADEMIA else me.size


@rule
def _home(stock, tier, u):
    """Origin and work bloc of a person of a tier."""
    height = u * stock[tier].sum()
    for origin in range(stock.shape[1]):
        for work in range(stock.shape[2]):
            height -= stock[tier, origin, work]
            if height <= 0.0:
                return origin, work
    return stock.shape[1] - 1, stock.shape[2] - 1


@rule
def people_of_2019(people, labs, world, p, stock, agents):
    """The stock of researchers: exact in skill, evenly spread over origin and place, drawn in the rest."""
    w = world[0]
    w.slots = agents
    offset = uniform(w.seed, w.run, _BEFORE, 0, _STOCK)
    chairs = _chairs(labs, stock.shape[2], w.employers, p)
    mean_log_years = math.log(1.0 + 0.5 * p.years_2019)
    for i in range(agents):
        me = people[i]
        q, part = stratum((i + 0.5) / agents, p)
        tier = REST if q < 1.0 - p.part_top20 else (TOP20 if q < 1.0 - p.part_top2 else TOP2)
        origin, work = _home(stock, tier, (i * _GOLDEN + offset) % 1.0)
        me.id = person_identity(origin, _BEFORE, i)
        me.active, me.origin, me.tier, me.weight = 1, origin, tier, part * w.workforce / agents
        me.cohorts, me.mood, me.choice, me.former = 0, SETTLED, NOWHERE, NOWHERE
        years = -math.log(uniform(w.seed, w.run, _BEFORE, me.id, _YEARS)) * p.years_2019
        years *= p.cn_years if origin == CN else 1.0
        me.standing = p.experience * mean_log_years + p.standing_spread * heavy_tail(q, p.skill_scale)
        me.skill = me.standing - p.experience * math.log(1.0 + 0.5 * years)
        me.born = -int(4.0 * years) - 1
        tenure = -math.log(uniform(w.seed, w.run, _BEFORE, me.id, _TENURE)) * p.tenure_2019
        me.joined = -int(4.0 * min(years, tenure)) - 1
        me.retires = lifetime(uniform(w.seed, w.run, _BEFORE, me.id, _LIFE), p.attrition)
        tastes(me, world, p)
        me.lab = _place(labs, chairs[tier, work], uniform(w.seed, w.run, _BEFORE, me.id, _PLACE))


@rule
def found_labs(people, labs, crafts, blocs, world, p):
    """Staff, chips, methods and capability of the labs of 2019."""
    w = world[0]
    for i in range(len(people)):
        me = people[i]
        if me.active:
            lab = labs[me.lab]
            lab.staff += me.weight
            lab.top20 += me.weight if me.tier >= TOP20 else 0.0
            lab.top2 += me.weight if me.tier == TOP2 else 0.0
    for b in range(len(blocs)):
        blocs[b].purses = 0.0
    for i in range(len(labs)):
        if labs[i].active:
            blocs[labs[i].bloc].purses += labs[i].purse
    for i in range(len(labs)):
        me = labs[i]
        if not me.active:
            continue
        home = blocs[me.bloc]
        me.bid = w.spending * home.purse * me.purse / home.purses
        me.compute = w.supply * p.stock_quarters * home.purse * me.purse / home.purses
        if me.kind >= ACADEMIA:
            continue
        me.recipe = 0.0 if me.bloc == US else -(p.recipe_gap_cn if me.bloc == CN else p.recipe_gap_row)
        me.recipe_next = me.recipe
        me.tacit = p.tacit_sd * p.tacit_spread * normal(w.seed, w.run, _BEFORE, me.id, _OPEN)
        for m in range(crafts.shape[1]):
            craft = crafts[i, m]
            craft.capability = potential(p, me, craft.effort, 0.0)
            craft.shipped, craft.shipped_at = craft.capability, NOWHERE


@rule
def join(labs, crafts, fronts, blocs, world, p, i):
    """A lab of the catalogue opens in its founding quarter, with the methods of its bloc's front."""
    me, w = labs[i], world[0]
    if not me.listed or me.active or me.founded != w.quarter:
        return
    me.active = 1
    w.investors -= me.cash
    me.recipe = blocs[me.bloc].recipe
    me.recipe_next = me.recipe
    me.tacit = p.tacit_sd * p.tacit_spread * normal(w.seed, w.run, w.quarter, me.id, _OPEN)
    for m in range(crafts.shape[1]):
        craft = crafts[i, m]
        front = fronts[me.bloc, m].shipped
        craft.capability = front - p.startup_handicap if front > -math.inf else 0.0
        craft.shipped, craft.shipped_at = craft.capability, NOWHERE
