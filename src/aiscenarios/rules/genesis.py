"""The world in 2019Q1, and how a lab of the catalogue opens later."""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, normal, person_identity, uniform, uniforms
from aiscenarios.rules.heads import count, grains
from aiscenarios.rules.pipeline import heavy_tail, lifetime, stratum, tastes, tier_of
from aiscenarios.rules.research import potential
from aiscenarios.rules.spinouts import order_labs
from aiscenarios.state import ABOVE_BOUND, ACADEMIA, CN, NOWHERE, SETTLED, US

__all__ = ["found_labs", "join", "people_of_2019", "start_world"]

_STOCK, _PAST, _OPEN = DECISIONS["stock"], DECISIONS["past"], DECISIONS["open"]
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
_BEFORE = -1


@apart
def start_world(labs, blocs, world, kinds, p, seed, run, start, agents, stock):
    """Clock, accounts and defaults before anybody acts."""
    w = world[0]
    w.seed, w.run, w.start, w.quarter, w.people = seed, run, start, _BEFORE, agents
    if p.look_rate > p.look_ceiling:
        w.status, w.status_at = ABOVE_BOUND, 0
    w.workforce, w.growth = stock.sum(), math.log(1.0 + p.workforce_growth)
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
def _set_chairs(chairs, labs, places, p):
    """How likely each lab is a tier's employer in 2019: running sums by tier, bloc and place in the order."""
    for tier in range(chairs.shape[0]):
        for bloc in range(chairs.shape[1]):
            running = 0.0
            for n in range(places):
                running += _weight(labs, labs[n].order, bloc, tier, p)
                chairs[tier, bloc, n] = running


@rule
def _weight(labs, i, bloc, tier, p):
    """By size, the labs the more the higher the tier."""
    me = labs[i]
    if not me.active or me.bloc != bloc:
        return 0.0
    return me.size * math.exp(p.lab_selection * tier) if me.kind < ACADEMIA else me.size


@rule
def _set_homes(homes, stock):
    """Running sums of the persons of each tier over origin x work."""
    for tier in range(stock.shape[0]):
        running = 0.0
        for origin in range(stock.shape[1]):
            for work in range(stock.shape[2]):
                running += stock[tier, origin, work]
                homes[tier, origin * stock.shape[2] + work] = running


@rule
def _at(sums, count, u):
    """The place at height u of running sums, of which there are too few for a search to pay."""
    height, below = u * sums[count - 1], 0
    for n in range(count - 1):
        below += sums[n] < height
    return below


@apart
def people_of_2019(people, ids, labs, stocks, fresh, cohorts, chairs, homes, world, p, stock, agents):
    """The stock of researchers: exact in skill, evenly spread over origin and place, drawn in the rest."""
    w = world[0]
    w.slots, w.free = agents, NOWHERE
    offset = uniform(w.seed, w.run, _BEFORE, 0, _STOCK)
    _set_chairs(chairs, labs, w.employers, p)
    _set_homes(homes, stock)
    usual = p.experience * math.log(1.0 + 0.5 * p.years_2019)
    w.bar20 = usual + p.standing_spread * heavy_tail(1.0 - p.part_top20, p.skill_scale)
    w.bar2 = usual + p.standing_spread * heavy_tail(1.0 - p.part_top2, p.skill_scale)
    for i in range(agents):
        me = people[i]
        q, part = stratum((i + 0.5) / agents, p)
        standing = usual + p.standing_spread * heavy_tail(q, p.skill_scale)
        me.tier = tier_of(standing, w.bar20, w.bar2)
        origin, work = divmod(
            _at(homes[me.tier], homes.shape[1], (i * _GOLDEN + offset) % 1.0), stock.shape[2]
        )
        me.id = person_identity(origin, _BEFORE, i)
        ids[i] = me.id
        me.active, me.origin, me.weight = 1, origin, grains(part * w.workforce / agents)
        me.cohorts, me.mood, me.choice, me.former = 0, SETTLED, NOWHERE, NOWHERE
        for_years, for_tenure, for_life, place = uniforms(w.seed, w.run, _BEFORE, me.id, _PAST)
        years = -math.log(for_years) * p.years_2019
        years *= p.cn_years if origin == CN else 1.0
        me.skill = standing - p.experience * math.log(1.0 + 0.5 * years)
        me.born = -int(4.0 * years) - 1
        me.joined = -int(4.0 * min(years, -math.log(for_tenure) * p.tenure_2019)) - 1
        me.retires = lifetime(for_life, p.attrition)
        tastes(me, world, p)
        me.lab = labs[_at(chairs[me.tier, work], w.employers, place)].order
        count(labs, stocks, fresh, cohorts, world, p, me, 1.0)


@apart
def found_labs(labs, crafts, blocs, world, p):
    """Chips, methods and capability of the labs of 2019."""
    w = world[0]
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
