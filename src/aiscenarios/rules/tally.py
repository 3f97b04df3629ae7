"""Phase 10: what a run leaves behind each quarter, summed in index order by one shared function."""

import math

from aiscenarios.compiled import rule
from aiscenarios.rules.soundness import sound_quarter
from aiscenarios.state import (
    ACADEMIA,
    CN,
    EXTINCT,
    GIANT,
    LANGUAGE,
    NOT_FINITE,
    NOWHERE,
    OK,
    US,
    VIDEO,
    WORLDS,
)

__all__ = ["coauthors", "feedback", "flank", "labs_and_blocs", "lead_months", "people", "write"]


@rule
def _papers(lab, p):
    """Papers of a researcher relative to academia: labs publish what they are open about."""
    return 1.0 if lab.kind == ACADEMIA else p.lab_papers * lab.openness


@rule
def coauthors(world, blocs, pair_tally, p):
    """US-co-authored share of China's papers: it follows China-origin people in the US, and hostile talk."""
    w, abroad, total = world[0], pair_tally[CN, US].heads20, 0.0
    for c in range(len(blocs)):
        total += pair_tally[CN, c].heads20
    ties = abroad / total if total > 0.0 else 0.0
    if w.quarter == 0:
        w.ties = ties
    met = ties / w.ties if w.ties > 0.0 else 0.0
    w.coauthorship = min(1.0, p.coauthors_2019 * met) * (1.0 - p.coauthors_rhetoric * blocs[CN].rhetoric)


@rule
def people(labs, stocks, fresh, cohorts, blocs, pairs, p, bloc_tally, pair_tally, cohort_tally):
    """Heads by bloc, origin and tier; who is seen; who stayed: all from the stocks of the labs."""
    for i in range(len(labs)):
        me = labs[i]
        if not me.active:
            continue
        here, papers = bloc_tally[me.bloc], _papers(me, p)
        here.researchers += me.staff
        here.lab_staff += me.staff if me.kind < ACADEMIA else 0.0
        here.top20 += me.top20
        here.top2 += me.top2
        here.papers += me.top20 * papers
        here.seen20 += (me.young20 + p.visible_floor * me.top20) * papers
        here.seen2 += (me.young2 + p.visible_floor * me.top2) * papers
        for origin in range(len(blocs)):
            of_origin, theirs = stocks[i, origin], bloc_tally[origin]
            theirs.origin20 += of_origin.top20
            theirs.origin2 += of_origin.top2
            theirs.seen_origin20 += (of_origin.young20 + p.visible_floor * of_origin.top20) * papers
            theirs.seen_origin2 += (of_origin.young2 + p.visible_floor * of_origin.top2) * papers
            pair_tally[origin, me.bloc].heads20 += stocks[i, origin].top20
    for b in range(len(blocs)):
        here = bloc_tally[b]
        here.kept = here.lab_staff - fresh[b].sum()
        here.graduates, here.arrivals = blocs[b].graduates, blocs[b].arrivals
        for c in range(len(blocs)):
            line, pair = pair_tally[b, c], pairs[b, c]
            line.moves, line.moves20, line.moves2 = pair.moves, pair.moves20, pair.moves2
            line.knowhow = pair.knowhow
    for c in range(len(cohorts)):
        cohort_tally[c].heads, cohort_tally[c].stayed = cohorts[c].heads, cohorts[c].stayed


@rule
def _blank(line):
    """A lab that is not there: a year's row keeps nothing of the quarters before."""
    line.compute, line.language, line.staff, line.top20 = 0.0, 0.0, 0.0, 0.0
    line.top2, line.users, line.bid, line.recipe = 0.0, 0.0, 0.0, 0.0


@rule
def labs_and_blocs(labs, crafts, reach, fronts, blocs, world, p, bloc_tally, lab_tally):
    """Columns of labs and of their blocs."""
    for i in range(len(labs)):
        me = labs[i]
        here = bloc_tally[me.bloc]
        here.failed += me.failed_now
        here.invested += me.invested  # also into a lab, and paid by a lab, that has failed since
        here.chip_money += me.chip_bill + me.home_bill
        line = lab_tally[i]
        if not me.active:
            _blank(line)
            continue
        users = 0.0
        for b in range(len(blocs)):
            users += reach[i, b].share * blocs[b].market * blocs[b].adoption
            if b == blocs[me.bloc].rival:
                bloc_tally[b].foreign_use += reach[i, b].share
        line.compute, line.language, line.users = me.compute, crafts[i, LANGUAGE].shipped, users
        if me.kind < ACADEMIA and here.lab_staff > 0.0:
            here.pay += me.offered_pay * me.staff / here.lab_staff
        line.staff, line.top20, line.top2 = me.staff, me.top20, me.top2
        line.bid, line.recipe = me.bid, me.recipe
        here.compute += me.compute
        here.domestic += me.domestic
        here.users += users
        here.releases += me.shipped_now
        here.notable += me.notable_now
        here.announced += me.case_opened
        here.won += me.case_won
        here.leapt += me.leapt
        here.founded += me.founded_now
        here.funded += me.funded_now > 0.0
        here.funding += me.funded_now
        here.outflanked += me.flanked
        me.founded_now = 0
    for b in range(len(blocs)):
        me, here = blocs[b], bloc_tally[b]
        here.flow = me.flow + me.domestic_flow * me.domestic_chips
        here.own_flow = me.domestic_flow * me.domestic_chips
        here.licensed, here.best_compute = me.licensed_flow, me.best_compute
        here.recipe, here.adoption = me.recipe, me.adoption
        here.language, here.video = fronts[b, LANGUAGE].shipped, fronts[b, VIDEO].shipped
        here.worlds = fronts[b, WORLDS].shipped
        here.games = me.games * p.games_development * p.game_cost_cut * me.uptake
        here.spillover = here.games * p.game_spillover
        here.openness = me.openness
        here.cost = me.subsidy + 4.0 * me.programme_bill
        here.forgone = 4.0 * me.forgone


@rule
def flank(labs, crafts):
    """Giants whose spin-out has released a better model than their own best in some modality (002-8)."""
    for k in range(len(labs)):
        labs[k].flanked = 0
    for k in range(len(labs)):
        parent = labs[k].parent
        if not labs[k].active or parent == NOWHERE or labs[parent].kind != GIANT:
            continue
        for m in range(crafts.shape[1]):
            theirs, ours = crafts[k, m], crafts[parent, m]
            released = theirs.shipped_at != NOWHERE and ours.shipped_at != NOWHERE
            if released and theirs.shipped > ours.shipped:
                labs[parent].flanked = 1


@rule
def lead_months(records, t):
    """Months by which the US language record is ahead of China's, negative where it is behind.

    ``records`` is quarter x bloc, the best released so far; the lead is interpolated between quarters, and
    undefined until both have released.
    """
    ours, theirs = records[t, US], records[t, CN]
    if ours == -math.inf or theirs == -math.inf:
        return math.nan
    leader, level, sign = (US, theirs, 1.0) if ours >= theirs else (CN, ours, -1.0)
    s = t
    while s > 0 and records[s - 1, leader] >= level:
        s -= 1
    if s == 0:
        return sign * 3.0 * t
    before, after = records[s - 1, leader], records[s, leader]
    part = (level - before) / (after - before) if before > -math.inf else 1.0
    return sign * 3.0 * (t - (s - 1) - part)


@rule
def write(labs, fronts, world, records, world_tally, bloc_tally, t):
    """World columns, the records of language models, and whether the run is still sound."""
    w, line = world[0], world_tally[t]
    for b in range(fronts.shape[0]):
        before = records[t - 1, b] if t > 0 else -math.inf
        records[t, b] = max(before, fronts[b, LANGUAGE].shipped)
    compute, squares, cash, seats, count = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(labs)):
        me = labs[i]
        if me.active and me.kind < ACADEMIA:
            compute += me.compute
            squares += me.compute * me.compute
        if me.active:
            cash += me.cash
            seats += me.seats
            count += 1.0
            if me.lag_months > 0.0:
                w.lag_sum += me.lag_months
                w.lag_count += 1.0
    line.coauthorship = w.coauthorship
    line.supply, line.price, line.workforce, line.labs = w.supply, w.price, w.workforce, count
    line.concentration = squares / (compute * compute)
    line.us_lead = lead_months(records, t)
    line.hire_lag = w.lag_sum / w.lag_count if w.lag_count > 0.0 else math.nan
    line.cash = cash
    line.ledger = w.investors + w.customers + w.states + w.staff + w.chip_makers
    heads = 0.0
    for b in range(fronts.shape[0]):
        heads += bloc_tally[b].researchers
    if w.status == OK and heads <= 0.0:
        w.status, w.status_at = EXTINCT, t
    if w.status == OK and not (math.isfinite(seats) and sound_quarter(line, bloc_tally, fronts)):
        w.status, w.status_at = NOT_FINITE, t


@rule
def feedback(watched, world_tally, bloc_tally, pair_tally, records, p, t):
    """The outcomes a reaction may watch, in the order of drivers.WATCHED; by quarter."""
    us, cn = bloc_tally[US], bloc_tally[CN]
    compute, top20 = 0.0, 0.0
    for b in range(len(bloc_tally)):
        compute += bloc_tally[b].compute
        top20 += bloc_tally[b].top20
    watched[t, 0] = world_tally[t].us_lead
    watched[t, 1] = p.eci_per_nat * (records[t, US] - records[t, CN])
    watched[t, 2] = cn.domestic / cn.compute
    watched[t, 3], watched[t, 4] = us.compute / compute, cn.compute / compute
    watched[t, 5], watched[t, 6] = us.top20 / top20, cn.top20 / top20
    watched[t, 7] = pair_tally[US, CN].moves - pair_tally[CN, US].moves
    watched[t, 8], watched[t, 9] = us.adoption, cn.adoption
