"""Phase 7: who looks around, which offer is best, who gets the seat, what a mover carries."""

import math

import numpy as np

from aiscenarios.compiled import apart, rule
from aiscenarios.draws import DECISIONS, uniform, uniforms, uniforms_of
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

__all__ = [
    "appeal",
    "border",
    "borders",
    "call_up",
    "look",
    "look_around",
    "prepare",
    "restlessness",
    "settle",
    "stirs",
    "tenure_holds",
    "year_of_draws",
]

_LOOK, _OFFERS, _CHOICE, _SEAT = (DECISIONS[name] for name in ("look", "offers", "choice", "seat"))
_YEAR = 4  # quarters, and numbers in a block of the generator


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
def tenure_holds(holds, p):
    """Log odds by which quarters at the same lab hold somebody, to be looked up."""
    for tenure in range(len(holds)):
        holds[tenure] = p.tenure_hold * math.log(1.0 + 0.25 * tenure)


@rule
def restlessness(unease, hold, content, p):
    """Chance of looking around this quarter, bounded by ``look_ceiling``: contentment and tenure hold."""
    odds = unease - p.content_hold * min(max(content, -p.view_limit), p.view_limit) - hold
    return p.look_ceiling / (1.0 + math.exp(-odds))


@apart
def year_of_draws(ids, line, looks, drawn, world):
    """The draws by which people look around, made for the four quarters of a year at once.

    A block of the generator holds four numbers, so a person needs one block a year, addressed by its first
    quarter. Who has come since then is drawn for when first met.
    """
    w = world[0]
    slots, first, late = w.slots, w.quarter - w.quarter % _YEAR, 0
    if w.quarter == first:
        some = ids[:slots]
        uniforms_of(looks, some, w.seed, w.run, first, _LOOK)
        for i in range(slots):
            drawn[i] = ids[i]
        drawn[slots:] = np.uint64(0)  # of an earlier run
        return
    for i in range(slots):
        line[late] = i
        late += drawn[i] != ids[i]
    for n in range(late):
        i = line[n]
        a, b, c, d = uniforms(w.seed, w.run, first, ids[i], _LOOK)
        looks[0, i], looks[1, i], looks[2, i], looks[3, i] = a, b, c, d
        drawn[i] = ids[i]


@apart
def call_up(people, labs, stocks, fresh, cohorts, called, line, looks, ceilings, world, p):
    """Who may look around this quarter; whoever retires goes before anybody is asked.

    Whoever would stay put even in the mood of the most restless of the lab is not asked further (thinning
    under a bound, Lewis and Shedler 1979). There is no branch on what is drawn: a place in a line that is not
    kept is written over.
    """
    w = world[0]
    t, slots, kept, going = w.quarter, w.slots, 0, 0
    draws = looks[t % _YEAR]
    for k in range(len(labs)):
        ceilings[k] = labs[k].restless  # side by side, as nearly all are asked for
    for i in range(slots):
        me = people[i]
        called[kept] = i
        line[going] = i
        kept += (draws[i] < ceilings[np.uint64(me.lab)]) & me.active & (me.retires != t)
        going += me.active & (me.retires == t)
    for n in range(going):
        retire(people, labs, stocks, fresh, cohorts, world, p, line[n])
    w.called = kept


@apart
def prepare(lookers, heights, minds, world):
    """The draws of those who look around: which offers they get, and what they make of them."""
    w = world[0]
    uniforms_of(heights, lookers, w.seed, w.run, w.quarter, _OFFERS)
    uniforms_of(minds, lookers, w.seed, w.run, w.quarter, _CHOICE)


@rule
def _direction(here, blocs, u):
    """A bloc other than here from which the distant offer comes: chances as the blocs' openings."""
    total = -(blocs[here].vacancies + 1.0)
    for b in range(len(blocs)):
        total += blocs[b].vacancies + 1.0
    height, passed = u * total, 0.0
    found = 0
    for b in range(len(blocs) - 1):
        passed += 0.0 if b == here else blocs[b].vacancies + 1.0
        found += height >= passed
    return found


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
    origin = pick(ladder, guide, blocs, me.origin, heights[1])
    origin = origin if me.origin != here else NOWHERE
    abroad = pick(ladder, guide, blocs, _direction(here, blocs, heights[2]), heights[3])
    a = _worth(me, former, labs, gates, shut, least, p)
    b = a + _worth(me, home if home != former else NOWHERE, labs, gates, shut, least, p)
    c = b + _worth(me, origin if origin != former else NOWHERE, labs, gates, shut, least, p)
    twice = (abroad == former) | (abroad == origin)
    d = c + _worth(me, NOWHERE if twice else abroad, labs, gates, shut, least, p)
    height = u * (1.0 + d) - 1.0
    taken = former if height >= 0.0 else NOWHERE
    taken = home if height >= a else taken
    taken = origin if height >= b else taken
    return abroad if height >= c else taken


@rule
def stirs(people, labs, looks, holds, world, p, i):
    """Whether one who was called up does look around: the hazard itself decides."""
    me, w = people[i], world[0]
    lab = labs[me.lab]
    hold = holds[min(w.quarter - me.joined, len(holds) - 1)]  # after all that is looked up it grows no more
    hazard = restlessness(lab.unease, hold, appeal(me, lab, p), p)
    if hazard > lab.restless and w.status == OK:  # some like this one were not even called up
        w.status, w.status_at = ABOVE_BOUND, w.quarter
    return (looks[w.quarter % _YEAR, i] < hazard) & (me.mood != CALLED)


@rule
def look(people, labs, ladder, guide, blocs, gates, heights, minds, world, p, i, n):
    """A researcher who looks around weighs a few offers against staying, and perhaps decides to leave."""
    me = people[i]
    lab, tenure = labs[me.lab], world[0].quarter - me.joined
    shut = me.tier < TOP20 and minds[0, n] >= p.rest_hired
    least = appeal(me, lab, p) + p.switch_cost
    choice = _choose(me, shut, least, minds[1, n], heights[:, n], labs, ladder, guide, blocs, gates, p)
    me.choice, me.mood = choice, LEAVING if choice != NOWHERE else SETTLED
    senior = (
        (me.tier >= TOP20) & (tenure >= p.founder_tenure) & ((lab.kind == GIANT) | (lab.kind == FRONTIER))
    )
    if senior & (choice != NOWHERE):
        me.mood = _way_out(me, lab, minds[2, n], minds[3, n], p)


@apart
def look_around(
    people,
    ids,
    labs,
    ladder,
    guide,
    blocs,
    gates,
    called,
    looks,
    holds,
    line,
    lookers,
    heights,
    minds,
    world,
    p,
):
    """All who were called up; who stirs is found first, without a branch that nothing can foresee."""
    found = 0
    for n in range(world[0].called):
        line[found] = called[n]
        found += stirs(people, labs, looks, holds, world, p, called[n])
    for n in range(found):
        lookers[n] = ids[line[n]]
    prepare(lookers[:found], heights, minds, world)
    for n in range(found):
        look(people, labs, ladder, guide, blocs, gates, heights, minds, world, p, line[n], n)


@rule
def _way_out(me, lab, found, follow, p):
    """A senior leaver founds a start-up, goes along with a founder of the lab (002-4), or takes the offer."""
    if me.tier == TOP2 and found < p.spinout_rate * lab.friction * me.weight:
        return FOUNDING
    return FOLLOWING if follow < p.follow_share else LEAVING


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
    if uniform(w.seed, w.run, w.quarter, me.id, _SEAT) >= lab.openings / lab.asked:
        me.mood, me.choice = SETTLED, NOWHERE
