"""Phase 7: who looks around, which offer is best, who gets the seat, what a mover carries."""

import math

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, gumbel, uniform, uniform_pair
from aiscenarios.rules.market import pick
from aiscenarios.state import (
    ACADEMIA,
    CALLED,
    FOLLOWING,
    FOUNDING,
    FRONTIER,
    GIANT,
    LEAVING,
    NOWHERE,
    SETTLED,
    TOP2,
    TOP20,
)

__all__ = ["appeal", "border", "borders", "look", "restlessness", "settle", "stirs"]

_LOOK, _OFFERS, _CHOICE, _SEAT = (DECISIONS[name] for name in ("look", "offers", "choice", "seat"))
_FOUND, _DIRECTION, _OPEN = DECISIONS["found"], DECISIONS["direction"], DECISIONS["offer_open"]
_FORMER, _HOME, _ORIGIN, _ABROAD = range(4)  # where the four offers come from


@rule
def appeal(me, lab, p):
    """Utility of working at a lab: pay, freedom, compute, standing, home (000-8, 001-6)."""
    return (
        me.taste_pay * p.weight_pay * lab.see_pay
        + me.taste_freedom * p.weight_freedom * lab.see_freedom
        + me.taste_compute * p.weight_compute * lab.see_compute
        + p.weight_standing * lab.see_standing
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


@rule
def stirs(people, seed, run, t, i):
    """The draw that decides whether a researcher looks around this quarter.

    At or above the bound of the hazard (``look_ceiling``) nothing else of that person needs to be known.
    """
    return uniform(seed, run, t, people[i].id, _LOOK) if people[i].active else 1.0


@rule
def _direction(me, here, blocs, u):
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
def _value(me, k, here, labs, gates, world, p):
    """Utility of an offer with its taste shock, addressed by (researcher, quarter, lab)."""
    w = world[0]
    lab = labs[k]
    value = appeal(me, lab, p) + gates[me.origin, here, lab.bloc]
    return value + gumbel(uniform(w.seed, w.run, w.quarter, me.id ^ lab.id, _CHOICE))


@rule
def look(people, labs, blocs, gates, world, p, u, i):
    """A researcher looks around, weighs four offers against staying, and perhaps decides to leave.

    The four: a former lab, one at home, one in the bloc of origin, one abroad.
    """
    me = people[i]
    if me.mood == CALLED:
        return
    lab = labs[me.lab]
    if u >= lab.restless:
        return
    w = world[0]
    tenure = w.quarter - me.joined
    if u >= restlessness(lab.unease, tenure, appeal(me, lab, p), p):
        return
    here = lab.bloc
    home, origin = uniform_pair(w.seed, w.run, w.quarter, me.id, _OFFERS)
    x, y = uniform_pair(w.seed, w.run, w.quarter, me.id, _DIRECTION)
    abroad = _direction(me, here, blocs, x)
    shut = me.tier < TOP20 and uniform(w.seed, w.run, w.quarter, me.id, _OPEN) >= p.rest_hired
    best, choice = _value(me, me.lab, here, labs, gates, world, p) + p.switch_cost, NOWHERE
    for offer in (_FORMER, _HOME, _ORIGIN, _ABROAD):
        if offer == _FORMER:
            k = me.former
        elif offer == _HOME:
            k = pick(labs, blocs[here].first, blocs[here].last, home)
        elif offer == _ORIGIN:
            k = pick(labs, blocs[me.origin].first, blocs[me.origin].last, origin)
        else:
            k = pick(labs, blocs[abroad].first, blocs[abroad].last, y)
        if k == NOWHERE or k == me.lab or not labs[k].active or (shut and labs[k].kind < ACADEMIA):
            continue
        value = _value(me, k, here, labs, gates, world, p)
        if value > best:
            best, choice = value, k
    if choice != NOWHERE:
        me.choice = choice
        me.mood = _way_out(me, lab, tenure, world, p)


@rule
def _way_out(me, lab, tenure, world, p):
    """A leaver takes the offer, founds a start-up, or goes along with a founder of the same lab (002-4)."""
    w = world[0]
    senior = me.tier >= TOP20 and tenure >= p.founder_tenure
    if (lab.kind == GIANT or lab.kind == FRONTIER) and senior:
        found, follow = uniform_pair(w.seed, w.run, w.quarter, me.id, _FOUND)
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
    if uniform(w.seed, w.run, w.quarter, me.id, _SEAT) >= lab.openings / lab.asked:
        me.mood, me.choice = SETTLED, NOWHERE
