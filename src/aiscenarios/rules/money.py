"""Phase 6: revenue, subsidy and investors set budgets, pay and seats. Every flow has a payer and a payee."""

import math

from aiscenarios.compiled import rule
from aiscenarios.state import ACADEMIA, GIANT, NOWHERE, STARTUP

__all__ = [
    "behind_best", "book", "dividends", "earn", "has_owner", "lives_on_cash", "plan", "public_part", "purses",
    "success",
]  # fmt: skip


@rule
def lives_on_cash(me):
    """A start-up with rounds of its own; every other lab's deficit is covered by its owners."""
    return me.kind == STARTUP and (not me.listed or me.rounds > 0)


@rule
def users_served(reach, blocs, i):
    """Agent users of a lab in all blocs, millions."""
    total = 0.0
    for b in range(len(blocs)):
        total += reach[i, b].share * blocs[b].market * blocs[b].adoption
    return total


@rule
def has_owner(labs, me):
    """A spin-out of a giant, which keeps a stake (002-6)."""
    return me.parent != NOWHERE and labs[me.parent].active and labs[me.parent].kind == GIANT


@rule
def public_part(me, home):
    """Part of a year's public money that a lab gets this quarter: all labs but start-ups, by their purses."""
    if me.kind >= ACADEMIA or lives_on_cash(me) or home.lab_purses <= 0.0:
        return 0.0
    return 0.25 * me.purse / home.lab_purses


@rule
def dividends(labs, reach, blocs, p):
    """What each giant receives for its stakes."""
    for i in range(len(labs)):
        labs[i].dividend = 0.0
    for k in range(len(labs)):
        if labs[k].active and has_owner(labs, labs[k]):
            revenue = users_served(reach, blocs, k) * 1e6 * p.revenue_per_user / 4.0
            labs[labs[k].parent].dividend += p.parent_stake * revenue


@rule
def earn(labs, reach, blocs, p, i):
    """A lab's income and bills of the quarter, US$; a spin-out pays its owner."""
    me = labs[i]
    me.revenue, me.subsidy, me.wages, me.invested = 0.0, 0.0, 0.0, 0.0
    if not me.active:
        return
    home = blocs[me.bloc]
    me.revenue = users_served(reach, blocs, i) * 1e6 * p.revenue_per_user / 4.0
    me.subsidy = home.subsidy * public_part(me, home)
    paid_out = p.parent_stake * me.revenue if has_owner(labs, me) else 0.0
    me.wages = me.staff * (me.offered_pay + me.retention) / 4.0
    bills = me.wages + me.chip_bill + me.home_bill + paid_out
    income = me.revenue + me.dividend + me.subsidy
    if lives_on_cash(me):
        if me.rounds == 0:
            me.wages = 0.0  # founders are unpaid before the seed round
            bills = me.chip_bill + me.home_bill + paid_out
        me.invested = me.funded_now
        me.cash += income + me.invested - bills
    else:
        me.invested = bills - income


@rule
def book(labs, world, blocs):
    """The outside accounts after the quarter: what each has received, less what it has paid."""
    w = world[0]
    for i in range(len(labs)):
        me = labs[i]
        if not me.active:
            continue
        w.investors -= me.invested
        w.customers -= me.revenue
        w.states -= me.subsidy
        w.staff += me.wages
        w.chip_makers += me.chip_bill + me.home_bill
    for b in range(len(blocs)):
        w.states -= blocs[b].programme_bill
        w.staff += blocs[b].programme_bill
        blocs[b].programme_bill = 0.0


@rule
def behind_best(labs, crafts, fronts, i):
    """Nats behind the best of its own bloc in the modality where that is least.

    Zero for the best, negative behind it; minus infinity where nothing is released.
    """
    best = -math.inf
    for m in range(crafts.shape[1]):
        if crafts[i, m].shipped_at != NOWHERE:
            best = max(best, crafts[i, m].shipped - fronts[labs[i].bloc, m].shipped)
    return best


@rule
def success(behind, limit):
    """A lab's standing, bounded both ways so that none eats the market."""
    return max(-limit, behind) + 0.5 * limit


@rule
def purses(labs, blocs, world):
    """Sums of the purses in a bloc, the bloc's chip money of the quarter, and its public money on record."""
    w = world[0]
    for b in range(len(blocs)):
        blocs[b].purses, blocs[b].lab_purses = 0.0, 0.0
    for i in range(len(labs)):
        me, home = labs[i], blocs[labs[i].bloc]
        if me.active and not lives_on_cash(me):
            home.purses += me.purse
            home.lab_purses += me.purse if me.kind < ACADEMIA else 0.0
    for b in range(len(blocs)):
        blocs[b].money = w.spending * blocs[b].purse
        if w.quarter < w.start:
            blocs[b].subsidy_known = blocs[b].subsidy


@rule
def _bid(me, home, labs, p):
    """US$ a quarter a lab wants to spend on chips.

    Recorded spending holds the public money of the record, so only what is more or less than that counts.
    """
    if not math.isnan(me.budget_dollars):
        return me.budget_dollars / 4.0
    if lives_on_cash(me):
        a_head = home.money / max(home.lab_staff, 1.0)
        return max(0.0, min(me.cash / p.runway, p.startup_means * a_head * me.staff))
    own = me.budget_multiple * home.money * me.purse / home.purses
    return max(0.0, own + (home.subsidy - home.subsidy_known) * public_part(me, home))


@rule
def plan(labs, crafts, fronts, blocs, p, i):
    """Next quarter's chip bid, seats and pay."""
    me = labs[i]
    if not me.active:
        return
    home = blocs[me.bloc]
    behind = behind_best(labs, crafts, fronts, i)
    if behind > -math.inf:
        me.purse *= math.exp(p.budget_feedback * success(behind, p.view_limit))
    me.bid = _bid(me, home, labs, p)
    if me.first_bid == 0.0:
        me.first_bid = me.bid
    if me.kind < ACADEMIA and me.first_bid > 0.0:
        wanted = me.size * (me.bid / me.first_bid) ** p.seat_elasticity
        me.seats += p.seat_speed * (max(wanted, me.size) - me.seats)
    scarce = math.log(1.0 + home.vacancies / max(home.lab_staff, 1.0))
    me.offered_pay = me.pay * me.pay_multiple * pay_level(p, me.bloc) * math.exp(p.pay_pressure * scarce)
    if me.kind == STARTUP and not me.listed:
        me.offered_pay *= p.startup_means


@rule
def pay_level(p, b):
    """Frontier pay of a bloc as a multiple of the US level in 2025."""
    if b == 0:
        return 1.0
    return p.pay_cn if b == 1 else p.pay_row
