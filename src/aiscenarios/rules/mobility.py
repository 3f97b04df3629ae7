"""Phase 7: who looks around, which offer is best, who gets the seat, what a mover carries."""

import math

import numpy as np

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, uniforms, uniforms_of
from aiscenarios.rules.market import pick
from aiscenarios.rules.pipeline import retire
from aiscenarios.state import (
    ABOVE_BOUND,
    ACADEMIA,
    CALLED,
    FOLLOWING,
    FOUNDING,
    FRONTIER,
    GIANT,
    LEAVING,
    NOWHERE,
    OK,
    SETTLED,
    TOP2,
    TOP20,
)

__all__ = ["appeal", "border", "borders", "call_up", "look", "offers", "restlessness", "settle"]

_LOOK, _OFFERS, _WAY_OUT = (DECISIONS[name] for name in ("look", "offers", "way_out"))


@rule
def appeal(me, lab, p):
    """Utility of working at a lab: pay, freedom, compute, standing, home (000-8, 001-6)."""
    return (
        me.taste_pay * lab.see_pay
        + me.taste_freedom * lab.see_freedom
        + me.taste_compute * lab.see_compute
        + lab.see_standing
        + me.taste_home * p.weight_home * (lab.bloc == me.origin)
    )


@rule
def border(origin, here, there, blocs, pairs, p):
    """Utility of crossing from one bloc to another, beside what the lab there offers.

    Relocation in units of one year's frontier pay, less for who returns home; a closed door for foreigners;
    exit controls on the holding bloc's own people; hostile talk that pushes the rival's born; programmes that
    recruit; the pay premium of a cross-border hire; and the signal of earlier moves, which makes the way seem
    shorter.
    """
    signal = math.exp(-p.signal_pull * pairs[here, there].surprise)
    utility = -p.weight_pay * p.relocation_cost / p.pay_reference * signal
    if origin == there:
        utility *= p.return_cost
    utility += p.weight_pay * math.log(p.border_premium)
    if origin != there:
        utility -= p.visa_weight * (1.0 - blocs[there].visa_openness)
    if origin == here:
        utility += math.log(1.0 - min(0.99, blocs[here].exit_controls * p.talent_bite))
    elif origin == blocs[here].rival:
        utility += p.rhetoric_push * blocs[here].rhetoric
    reached = 1.0 if origin == there else p.programme_foreign
    utility += reached * p.programme_pull * math.log(1.0 + blocs[there].talent_programme / p.pay_reference)
    return utility


@rule
def borders(gates, blocs, pairs, p):
    """This quarter's borders: origin x here x there."""
    for origin in range(len(blocs)):
        for here in range(len(blocs)):
            for there in range(len(blocs)):
                gates[origin, here, there] = 0.0
                if here != there:
                    gates[origin, here, there] = border(origin, here, there, blocs, pairs, p)


@rule
def restlessness(unease, tenure, content, p):
    """Chance of looking around this quarter, bounded by ``look_ceiling``: contentment and tenure hold."""
    odds = (
        unease
        - p.content_hold * min(max(content, -p.view_limit), p.view_limit)
        - p.tenure_hold * math.log(1.0 + 0.25 * tenure)
    )
    return p.look_ceiling / (1.0 + math.exp(-odds))


@apart
def call_up(people, labs, stocks, fresh, cohorts, lookers, line, draws, world, p):
    """Who may look around this quarter; whoever retires goes before anybody is asked.

    Draws are made for some people at a time. Whoever would stay put even in the mood of the most restless of
    the lab is not asked further (thinning under a bound, Lewis and Shedler 1979). There is no branch on that
    draw: a place in the line is written over unless it is kept.
    """
    w = world[0]
    called, size = 0, draws.shape[1]
    for first in range(0, w.slots, size):
        some = people[first : min(first + size, w.slots)]
        uniforms_of(draws, some, w.seed, w.run, w.quarter, _LOOK)
        kept = 0
        for k in range(len(some)):
            me = some[k]
            line[kept] = k
            kept += (draws[0, k] < labs[me.lab].restless) & (me.active > 0) & (me.retires != w.quarter)
            if me.retires == w.quarter and me.active:
                retire(people, labs, stocks, fresh, cohorts, world, p, first + k)
        for n in range(kept):
            k = line[n]
            looker = lookers[called + n]
            looker.id, looker.person, some[k].turn = some[k].id, first + k, called + n
            looker.mark, looker.open, looker.choice = draws[0, k], draws[1, k], draws[2, k]
        called += kept
    w.lookers = called


@apart
def offers(lookers, heights, world):
    """The draws that find each looker's offers."""
    w = world[0]
    uniforms_of(heights, lookers[: w.lookers], w.seed, w.run, w.quarter, _OFFERS)


@rule
def _direction(here, blocs, u):
    """A bloc other than here from which the distant offer comes: chances as the blocs' openings."""
    total = 0.0
    for b in range(len(blocs)):
        if b != here:
            total += blocs[b].vacancies + 1.0
    height = u * total
    for b in range(len(blocs)):
        if b != here:
            height -= blocs[b].vacancies + 1.0
            if height <= 0.0:
                return b
    return here


@rule
def _worth(me, k, labs, gates, shut, least, p):
    """Odds of an offer against staying (logit choice, McFadden 1974); none for what is no offer."""
    new = (k != NOWHERE) & (k != me.lab)
    lab = labs[k if new else me.lab]
    worth = math.exp(appeal(me, lab, p) + gates[me.origin, labs[me.lab].bloc, lab.bloc] - least)
    return worth if new & (lab.active > 0) & ((lab.kind >= ACADEMIA) | (not shut)) else 0.0


@rule
def _choose(me, shut, least, u, heights, labs, ladder, guide, blocs, gates, p):
    """The offer that is taken, or NOWHERE: staying is worth ``least``.

    The offers: a former lab, one at home, one in the bloc of origin, one abroad; the same lab asks once.
    """
    here = labs[me.lab].bloc
    former = np.int64(me.former)
    home = pick(ladder, guide, blocs, here, heights[0])
    origin = pick(ladder, guide, blocs, me.origin, heights[1]) if me.origin != here else NOWHERE
    abroad = pick(ladder, guide, blocs, _direction(here, blocs, heights[2]), heights[3])
    a = _worth(me, former, labs, gates, shut, least, p)
    b = _worth(me, home, labs, gates, shut, least, p) if home != former else 0.0
    c = _worth(me, origin, labs, gates, shut, least, p) if origin != former else 0.0
    d = _worth(me, abroad, labs, gates, shut, least, p) if abroad not in (former, origin) else 0.0
    height = u * (1.0 + a + b + c + d) - 1.0
    if height < 0.0:
        return NOWHERE
    if height < a:
        return former
    if height < a + b:
        return home
    return origin if height < a + b + c else abroad


@rule
def look(people, labs, ladder, guide, blocs, gates, lookers, heights, world, p, n):
    """One who was called up may look around, weigh a few offers against staying, and decide to leave."""
    looker, w = lookers[n], world[0]
    me = people[looker.person]
    lab = labs[me.lab]
    tenure, content = w.quarter - me.joined, appeal(me, lab, p)
    hazard = restlessness(lab.unease, tenure, content, p)
    if hazard > p.look_ceiling and w.status == OK:
        w.status, w.status_at = ABOVE_BOUND, w.quarter
    if looker.mark < hazard and me.mood != CALLED:
        shut = me.tier < TOP20 and looker.open >= p.rest_hired
        least = content + p.switch_cost
        drawn = heights[:, n]
        me.choice = _choose(me, shut, least, looker.choice, drawn, labs, ladder, guide, blocs, gates, p)
        if me.choice != NOWHERE:
            me.mood = _way_out(me, lab, tenure, w, p)


@rule
def _way_out(me, lab, tenure, w, p):
    """A leaver takes the offer, founds a start-up, or goes along with a founder of the same lab (002-4)."""
    senior = me.tier >= TOP20 and tenure >= p.founder_tenure
    if (lab.kind == GIANT or lab.kind == FRONTIER) and senior:
        found, follow, _, _ = uniforms(w.seed, w.run, w.quarter, me.id, _WAY_OUT)
        if me.tier == TOP2 and found < p.spinout_rate * lab.friction * me.weight:
            return FOUNDING
        if follow < p.follow_share:
            return FOLLOWING
    return LEAVING


@rule
def settle(people, labs, world, i):
    """More people than seats: each is taken with the same chance, by a draw of their own, in any order."""
    me = people[i]
    if me.mood != LEAVING:
        return
    lab = labs[me.choice]
    if lab.kind >= ACADEMIA or lab.asked <= lab.openings:
        return
    w = world[0]
    _, _, seat, _ = uniforms(w.seed, w.run, w.quarter, me.id, _WAY_OUT)
    if seat >= lab.openings / lab.asked:
        me.mood, me.choice = SETTLED, NOWHERE
