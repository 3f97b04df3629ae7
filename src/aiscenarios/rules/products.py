"""Phase 5: releases, integration within the window or a fading announcement, use, adoption of agents."""

import math

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, uniform_pair
from aiscenarios.rules.notebook import note
from aiscenarios.state import ACADEMIA, GIANT, INTEGRATION, LANGUAGE, LEAPFROG, NOWHERE, RELEASE, WORLDS

__all__ = [
    "adopt", "appeal", "best_released", "integrate", "integration_chance", "markets", "rank_in_use",
    "readiness", "release", "report", "share", "ship", "world_best",
]  # fmt: skip

_SHIP, _INTEGRATE = DECISIONS["ship"], DECISIONS["integrate"]
_MODALITY = 1000  # one channel a modality
_LEADERS = 3  # only a lab from behind its bloc's first three can leap


@rule
def best_released(labs, crafts, fronts):
    """Best released model of each bloc and modality."""
    for b in range(fronts.shape[0]):
        for m in range(fronts.shape[1]):
            fronts[b, m].shipped = -math.inf
    for i in range(len(labs)):
        for m in range(fronts.shape[1]):
            if labs[i].active and crafts[i, m].shipped_at != NOWHERE:
                front = fronts[labs[i].bloc, m]
                front.shipped = max(front.shipped, crafts[i, m].shipped)


@rule
def world_best(fronts, m):
    """Best released model of a modality anywhere."""
    best = -math.inf
    for b in range(fronts.shape[0]):
        best = max(best, fronts[b, m].shipped)
    return best


@rule
def markets(reach, blocs):
    """The labs' total pull on each market."""
    for b in range(len(blocs)):
        blocs[b].appeal = 0.0
        for i in range(len(reach)):
            blocs[b].appeal += reach[i, b].appeal


@rule
def readiness(p, compliance):
    """Chance that a finished model is out within the quarter; filing and review add months (003-10)."""
    return 1.0 - math.exp(-3.0 / (p.release_lag + p.compliance_bind * compliance))


@rule
def ship(labs, crafts, blocs, world, p, i):
    """A lab releases what is enough better than its last release; a giant's release opens a case."""
    me = labs[i]
    me.shipped_now, me.notable_now, me.case_opened, me.lag_months = 0, 0, 0, 0.0
    if not me.active or me.kind >= ACADEMIA:
        return
    w = world[0]
    for m in range(crafts.shape[1]):
        craft = crafts[i, m]
        if craft.effort <= 0.0:
            continue
        coin, luck = uniform_pair(w.seed, w.run, w.quarter, me.id, _SHIP + _MODALITY * m)
        enough = p.ship_threshold * (0.75 + 0.5 * luck)
        if craft.capability - craft.shipped <= enough or coin > readiness(p, blocs[me.bloc].compliance):
            continue
        craft.ships = 1
        me.shipped_now += 1
        if me.kind == GIANT and me.announced == NOWHERE:
            me.announced, me.case_opened, me.fame = w.quarter, 1, 1.0
        if me.elite_hired != NOWHERE:
            me.lag_months = 3.0 * (w.quarter - me.elite_hired)
            me.elite_hired = NOWHERE


@rule
def release(labs, crafts, fronts, world, p):
    """What was shipped becomes public together; records and near-records are notable."""
    for m in range(crafts.shape[1]):
        best = world_best(fronts, m)
        for i in range(len(labs)):
            craft = crafts[i, m]
            if craft.ships:
                craft.ships = 0
                craft.shipped, craft.shipped_at = craft.capability, world[0].quarter
                labs[i].notable_now += craft.shipped > best - p.notable_margin


@rule
def report(labs, world, notes):
    """Notable events of the phase: notable releases, integrations in the window, leaps."""
    for i in range(len(labs)):
        me = labs[i]
        if me.active and me.notable_now:
            note(notes, world, RELEASE, i, i, me.id, 1.0 * me.notable_now)
        if me.active and me.case_won:
            note(notes, world, INTEGRATION, i, i, me.id, 1.0 * me.case_rank)
        if me.active and me.leapt:
            note(notes, world, LEAPFROG, i, i, me.id, 1.0 * me.case_rank)


@rule
def rank_in_use(labs, reach, i):
    """Place of a lab in its own bloc's use, 1 is first."""
    home = labs[i].bloc
    place = 1
    for k in range(len(labs)):
        if labs[k].active and labs[k].bloc == home and reach[k, home].share > reach[i, home].share:
            place += 1
    return place


@rule
def integration_chance(p, friction, behind, compliance):
    """Chance a quarter that an announced model goes into the firm's products."""
    rate = p.integration_rate * (p.friction_ceiling - friction) * math.exp(behind)
    return 1.0 - math.exp(-rate / (1.0 + p.compliance_bind * compliance / 3.0))


@rule
def integrate(labs, crafts, reach, fronts, blocs, world, p, i):
    """An open case is integrated, within the window or late, or its fame decays and it is closed (001-7)."""
    me = labs[i]
    me.case_won, me.leapt = 0, 0
    me.integration *= 1.0 - p.integration_wear
    me.fame *= 0.5 ** (3.0 / p.fame_half_life)
    if not me.active or me.kind >= ACADEMIA:
        return
    w = world[0]
    if me.case_done != NOWHERE:
        if rank_in_use(labs, reach, i) == 1:
            me.leapt, me.case_done = 1, NOWHERE
        elif w.quarter - me.case_done > p.leap_window:
            me.case_done = NOWHERE
    if me.announced == NOWHERE:
        return
    if me.case_opened:
        me.case_rank = rank_in_use(labs, reach, i)
    home = blocs[me.bloc]
    front = fronts[me.bloc, LANGUAGE].shipped
    behind = min(0.0, crafts[i, LANGUAGE].shipped - front) if front > -math.inf else 0.0
    coin, _ = uniform_pair(w.seed, w.run, w.quarter, me.id, _INTEGRATE)
    if coin < integration_chance(p, me.friction, behind, home.compliance):
        me.integration, me.fame = 1.0, 1.0
        if w.quarter - me.announced < p.integration_window / 3.0:
            me.case_won = 1
            if me.case_rank > _LEADERS:
                me.case_done = w.quarter
        me.announced = NOWHERE
    elif w.quarter - me.announced >= p.case_closes:
        me.announced = NOWHERE


@rule
def appeal(labs, crafts, reach, fronts, blocs, p, i):
    """A lab's pull on each market: how good its model is, how far products it is built into reach (001-4)."""
    me = labs[i]
    best = world_best(fronts, LANGUAGE)
    for b in range(len(blocs)):
        reach[i, b].appeal = 0.0
        if not me.active or crafts[i, LANGUAGE].shipped_at == NOWHERE or best == -math.inf:
            continue
        pull = math.exp(p.use_sensitivity * (crafts[i, LANGUAGE].shipped - best))
        deployed = 1.0 + p.distribution_gain * me.integration * math.log(1.0 + me.users / 100.0)
        abroad = 1.0
        if b != me.bloc:
            abroad = p.foreign_reach * (1.0 - blocs[b].rhetoric * (blocs[b].rival == me.bloc))
        reach[i, b].appeal = pull * deployed * abroad


@rule
def share(reach, blocs, p, i):
    """Use moves to what appeals, as fast as the momentum of incumbents lets it (001-2)."""
    stay = p.momentum**0.25
    for b in range(len(blocs)):
        target = reach[i, b].appeal / blocs[b].appeal if blocs[b].appeal > 0.0 else 0.0
        reach[i, b].share = stay * reach[i, b].share + (1.0 - stay) * target


@rule
def adopt(labs, crafts, reach, fronts, blocs, world, p, b):
    """Adoption of agents in a bloc: faster with better models, and where they are built into what is used."""
    w = world[0]
    if w.quarter < p.era_language:
        return
    me = blocs[b]
    best, usable, built_in = world_best(fronts, LANGUAGE), 0.0, 0.0
    if best == -math.inf:
        return
    for i in range(len(labs)):
        if labs[i].active:
            usable += reach[i, b].share * math.exp(
                p.adoption_quality * min(0.0, crafts[i, LANGUAGE].shipped - best)
            )
            built_in += reach[i, b].share * labs[i].integration
    speed = p.adoption_speed * usable * (1.0 + p.distribution_gain * built_in)
    speed /= 1.0 + p.compliance_bind * me.compliance / 12.0
    me.adoption += speed * (p.adoption_seed + me.adoption) * (1.0 - me.adoption)
    if fronts[b, WORLDS].shipped > -math.inf and w.quarter >= p.era_worlds:
        behind = math.exp(p.adoption_quality * (fronts[b, WORLDS].shipped - world_best(fronts, WORLDS)))
        me.uptake += p.uptake_speed * behind * (p.adoption_seed + me.uptake) * (1.0 - me.uptake)
