"""Phase 8: senior leavers found start-ups with followers; rounds, failures, freed people."""

import math

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, mixed_identity, normal, uniform, uniform_pair
from aiscenarios.rules.heads import count
from aiscenarios.rules.market import employer
from aiscenarios.rules.money import behind_best
from aiscenarios.rules.moves import move_to
from aiscenarios.rules.notebook import note
from aiscenarios.state import (
    FAILURE,
    FOLLOWING,
    FOUNDING,
    FUNDING,
    LANGUAGE,
    LEAVING,
    NO_SLOT,
    NOWHERE,
    OK,
    SETTLED,
    SPIN_OUT,
    STARTUP,
    VIDEO,
    WORLDS,
)

__all__ = ["fare", "found", "free_slot", "order_labs", "wind_up"]

_STARTUP, _MODALITY, _RAISE = (DECISIONS[name] for name in ("startup", "modality", "raise"))


@rule
def free_slot(labs):
    """The first empty slot after the catalogue, NOWHERE if all are taken."""
    for k in range(len(labs)):
        if not labs[k].active and not labs[k].listed:
            return k
    return NOWHERE


@rule
def order_labs(labs):
    """The labs by bloc and identity (insertion sort: the order hardly changes from quarter to quarter)."""
    for n in range(1, len(labs)):
        k = labs[n].order
        m = n
        while m > 0 and _before(labs, k, labs[m - 1].order):
            labs[m].order = labs[m - 1].order
            m -= 1
        labs[m].order = k


@rule
def _before(labs, k, other):
    if labs[k].bloc != labs[other].bloc:
        return labs[k].bloc < labs[other].bloc
    return labs[k].id < labs[other].id


@rule
def _open(labs, stocks, crafts, reach, world, kinds, p, k, founder, parent):
    """Slot k becomes a start-up: its identity comes from founder and quarter, its methods from the parent."""
    w = world[0]
    me = labs[k]
    me.id = mixed_identity(founder.id, w.quarter, _STARTUP)
    me.bloc, me.kind, me.active, me.listed = labs[parent].bloc, STARTUP, 1, 0
    me.founded, me.parent, me.rounds = w.quarter, parent, 0
    me.size, me.seats, me.purse, me.users = p.startup_seats, p.startup_seats, 0.0, 0.0
    me.pay, me.freedom = kinds[STARTUP].pay, kinds[STARTUP].freedom
    me.friction, me.open = kinds[STARTUP].friction, kinds[STARTUP].openness
    me.openness, me.offered_pay = labs[parent].openness, p.startup_means * labs[parent].offered_pay
    me.young20, me.young2, me.left, me.unrest, me.calm = 0.0, 0.0, 0.0, 0.0, 0.0
    for b in range(stocks.shape[1]):
        stocks[k, b].young20, stocks[k, b].young2 = 0.0, 0.0
    me.bid, me.first_bid, me.compute, me.domestic, me.cash, me.funded_now = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    me.recipe, me.recipe_next = labs[parent].recipe_next, labs[parent].recipe_next
    me.tacit = p.tacit_sd * p.tacit_spread * normal(w.seed, w.run, w.quarter, me.id, _STARTUP)
    me.carried, me.fame, me.integration = 0.0, 1.0, 0.0
    me.announced, me.case_done, me.elite_hired = NOWHERE, NOWHERE, NOWHERE
    me.founded_now = 1
    _choose_modality(crafts, world, p, k, parent, me.id)
    for b in range(reach.shape[1]):
        reach[k, b].share, reach[k, b].appeal = 0.0, 0.0


@rule
def _choose_modality(crafts, world, p, k, parent, identity):
    """A start-up puts most of its work into one modality: a younger one more often once its era has begun."""
    w = world[0]
    chosen = LANGUAGE
    u = uniform(w.seed, w.run, w.quarter, identity, _MODALITY)
    if w.quarter >= p.era_worlds and u < p.young_modality:
        chosen = WORLDS
    elif w.quarter >= p.era_video and u < 2.0 * p.young_modality:
        chosen = VIDEO
    for m in range(crafts.shape[1]):
        craft = crafts[k, m]
        share = p.startup_focus if m == chosen else 0.5 * (1.0 - p.startup_focus)
        craft.effort, craft.target = share, share
        craft.capability = crafts[parent, m].capability - p.startup_handicap
        craft.shipped, craft.shipped_at, craft.ships = craft.capability, NOWHERE, 0


@apart
def found(people, labs, stocks, fresh, cohorts, crafts, reach, blocs, pairs, world, notes, queue, kinds, p):
    """Founders open start-ups; followers of the same lab join the newest; who finds none takes the offer."""
    w = world[0]
    for n in range(w.queued):
        i = queue[n]
        me = people[i]
        if me.mood != FOUNDING:
            continue
        k, parent = free_slot(labs), me.lab
        if k == NOWHERE:
            if w.status == OK:
                w.status, w.status_at = NO_SLOT, w.quarter
            me.mood, me.choice = SETTLED, NOWHERE
            continue
        _open(labs, stocks, crafts, reach, world, kinds, p, k, me, parent)
        labs[parent].newest = k
        w.employers = max(w.employers, k + 1)
        move_to(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, p, i, k)
        note(notes, world, SPIN_OUT, parent, k, people[i].id, people[i].weight)
    for n in range(w.queued):
        i = queue[n]
        me = people[i]
        if me.mood == FOLLOWING:
            newest = labs[me.lab].newest
            me.mood = LEAVING
            target = newest if newest != NOWHERE else me.choice
            move_to(people, labs, stocks, fresh, cohorts, blocs, pairs, world, notes, p, i, target)
    for k in range(len(labs)):
        labs[k].newest = NOWHERE


@rule
def fare(labs, crafts, fronts, world, p, i):
    """A start-up gets its seed round after a time, later rounds if it keeps up, or fails."""
    me = labs[i]
    me.failed_now, me.funded_now = 0, 0.0
    if not me.active or me.kind != STARTUP or me.listed:
        return
    w = world[0]
    if me.rounds == 0:
        if w.quarter - me.founded >= p.seed_time / 3.0:
            me.rounds, me.funded_now = 1, p.seed_round
        return
    behind = behind_best(labs, crafts, fronts, i)
    raised, failed = uniform_pair(w.seed, w.run, w.quarter, me.id, _RAISE)
    standing = math.exp(min(0.0, behind)) if behind > -math.inf else 0.0
    if raised < p.raise_rate * standing:
        me.funded_now = p.seed_round * p.round_growth**me.rounds
        me.rounds += 1
    elif failed < p.startup_failure / 4.0 or me.cash < 0.0:
        me.failed_now = 1


@apart
def wind_up(people, labs, stocks, fresh, cohorts, reach, blocs, world, notes, p):
    """Failed start-ups close: people and chips go to other employers of the bloc, cash to investors."""
    w = world[0]
    for k in range(len(labs)):
        if labs[k].funded_now > 0.0:
            note(notes, world, FUNDING, labs[k].parent, k, labs[k].id, labs[k].funded_now)
    any_failed = False
    for k in range(len(labs)):
        any_failed = any_failed or labs[k].failed_now > 0
    if not any_failed:
        return
    for i in range(w.slots):
        me = people[i]
        if me.active and labs[me.lab].failed_now:
            count(labs, stocks, fresh, cohorts, world, p, me, -1.0)
            me.former, me.lab, me.joined = NOWHERE, employer(labs, labs[me.lab].bloc), w.quarter
            count(labs, stocks, fresh, cohorts, world, p, me, 1.0)
        if me.active and me.former != NOWHERE and labs[me.former].failed_now:
            me.former = NOWHERE
    for k in range(len(labs)):
        me = labs[k]
        if me.failed_now:
            note(notes, world, FAILURE, me.parent, k, me.id, me.cash)
            w.investors += me.cash
            heir = labs[employer(labs, me.bloc)]
            heir.compute += me.compute
            heir.domestic += me.domestic
            me.cash, me.compute, me.domestic, me.active, me.parent = 0.0, 0.0, 0.0, 0, NOWHERE
            for b in range(len(blocs)):
                reach[k, b].share, reach[k, b].appeal = 0.0, 0.0
