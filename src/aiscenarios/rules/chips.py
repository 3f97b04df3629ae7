"""Phase 2: who may buy foreign chips, what the market costs, what each lab gets; own chips; wear."""

import math

from aiscenarios.compiled import rule

__all__ = ["access", "buy", "clear", "leaked", "licensed", "shortfall"]


@rule
def licensed(control, bite):
    """Share of wanted frontier chip performance that sellers may deliver."""
    return 1.0 - control * bite


@rule
def leaked(open_share, leakage, enforcement):
    """Share of wanted performance that arrives although forbidden."""
    return (1.0 - open_share) * leakage * (1.0 - enforcement)


@rule
def access(blocs, p, b):
    """What a bloc's buyers get of what they want: licensed, less what they are told to leave, plus leaks."""
    me = blocs[b]
    allowed = licensed(me.export_controls, p.chip_bite)
    me.licensed = allowed * (1.0 - me.buyer_guidance * p.buyer_response) * (1.0 - me.cut)
    me.access = me.licensed + leaked(allowed, p.leakage, me.enforcement) * (1.0 - me.cut)


@rule
def shortfall(wanted, got):
    """Nats by which buyers get fewer chips than their money is worth; counted from one chip on."""
    return max(0.0, math.log(max(wanted, 1.0) / max(got, 1.0)))


@rule
def clear(labs, blocs, world, p):
    """The price at which the money that may buy takes up the world's supply."""
    w = world[0]
    for b in range(len(blocs)):
        blocs[b].bids = 0.0
    demand = 0.0
    for i in range(len(labs)):
        if labs[i].active:
            home = blocs[labs[i].bloc]
            home.bids += labs[i].bid
            demand += labs[i].bid * home.access
    w.price = demand / (w.supply * (1.0 - w.cut))
    for b in range(len(blocs)):
        me = blocs[b]
        me.flow = me.bids * me.access / w.price
        me.licensed_flow = me.bids * me.licensed / w.price
        me.forgone = me.bids * (1.0 - me.licensed)
        own = me.domestic_flow * me.domestic_chips
        me.scarcity = shortfall(me.bids / w.price, me.flow + p.domestic_worth * own)


@rule
def buy(labs, blocs, world, p, i):
    """A lab's foreign and own chips of the quarter; what it already has wears out."""
    me = labs[i]
    me.chip_bill, me.home_bill, me.bought, me.bought_home = 0.0, 0.0, 0.0, 0.0
    if not me.active:
        return
    home = blocs[me.bloc]
    me.chip_bill = me.bid * home.access
    me.bought = me.chip_bill / world[0].price
    if home.domestic_flow > 0.0 and home.bids > 0.0:
        me.bought_home = home.domestic_flow * home.domestic_chips * me.bid / home.bids
        me.home_bill = me.bid - me.chip_bill
    me.compute = me.compute * (1.0 - p.chip_wear) + me.bought + me.bought_home
    me.domestic = me.domestic * (1.0 - p.chip_wear) + me.bought_home
