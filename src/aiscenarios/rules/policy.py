"""Phase 1: levers arrive as ready paths; reactions switch between them; new labs of the catalogue open."""

import math

from aiscenarios.compiled import rule
from aiscenarios.drivers import EVENT_KINDS

__all__ = ["bloc_levers", "cuts", "lab_levers", "reactions", "world_paths"]

_CHIPS_CUT = EVENT_KINDS.index("chips_cut")


@rule
def _level(path, spread, bounds, shift, override, t, b, k):
    """A lever's level: the path, moved by this run's share of its uncertainty, unless a reaction sets it."""
    if not math.isnan(override[b, k]):
        return override[b, k]
    return min(max(path[t, b, k] + spread[t, b, k] * shift[k], bounds[k, 0]), bounds[k, 1])


@rule
def bloc_levers(blocs, path, spread, bounds, shift, override, t, b):
    """The levers a bloc feels this quarter, in the order of drivers.BLOC_LEVERS."""
    me = blocs[b]
    me.export_controls = _level(path, spread, bounds, shift, override, t, b, 0)
    me.enforcement = _level(path, spread, bounds, shift, override, t, b, 1)
    me.buyer_guidance = _level(path, spread, bounds, shift, override, t, b, 2)
    me.domestic_chips = _level(path, spread, bounds, shift, override, t, b, 3)
    me.visa_openness = _level(path, spread, bounds, shift, override, t, b, 4)
    me.talent_programme = _level(path, spread, bounds, shift, override, t, b, 5)
    me.exit_controls = _level(path, spread, bounds, shift, override, t, b, 6)
    me.compliance = _level(path, spread, bounds, shift, override, t, b, 7)
    me.subsidy = _level(path, spread, bounds, shift, override, t, b, 8)
    me.rhetoric = _level(path, spread, bounds, shift, override, t, b, 9)
    me.education = _level(path, spread, bounds, shift, override, t, b, 10)
    me.compute_budget = _level(path, spread, bounds, shift, override, t, b, 11)
    me.compensation = _level(path, spread, bounds, shift, override, t, b, 12)
    me.retention_pay = _level(path, spread, bounds, shift, override, t, b, 13)
    me.openness = _level(path, spread, bounds, shift, override, t, b, 14)


@rule
def _either(lab_override, lab_path, t, i, k, bloc_level):
    """Reaction beats lab beats bloc."""
    if not math.isnan(lab_override[i, k]):
        return lab_override[i, k]
    if not math.isnan(lab_path[t, i, k]):
        return lab_path[t, i, k]
    return bloc_level


@rule
def lab_levers(labs, blocs, lab_path, lab_override, t, i):
    """The levers a lab feels this quarter, in the order of drivers.LAB_LEVERS."""
    me = labs[i]
    home = blocs[me.bloc]
    me.budget_multiple = _either(lab_override, lab_path, t, i, 0, home.compute_budget)
    me.pay_multiple = _either(lab_override, lab_path, t, i, 1, home.compensation)
    me.retention = _either(lab_override, lab_path, t, i, 2, home.retention_pay)
    me.openness = _either(lab_override, lab_path, t, i, 3, min(1.0, me.open * home.openness))
    me.budget_dollars = _either(lab_override, lab_path, t, i, 4, math.nan)


@rule
def _held(plan, watched, t):
    """Whether a condition has held for as many quarters as it must; outcomes are seen one quarter late.

    It may have held before the scenario starts.
    """
    if t < plan.hold:
        return False
    for s in range(t - plan.hold, t):
        seen = watched[s, plan.watch]
        if not (seen > plan.threshold if plan.above else seen < plan.threshold):
            return False
    return True


@rule
def reactions(plans, values, watched, ended, override, lab_override, t):
    """Which reactions are on, from outcomes up to last quarter's; what they set overrides the paths.

    ``ended[r]`` is the quarter in which a reaction's answer has ended. None is given before the scenario's
    start, where a reaction has no values.
    """
    override[:] = math.nan
    lab_override[:] = math.nan
    for r in range(len(plans)):
        plan = plans[r]
        if math.isnan(values[r, t]):
            continue
        if _held(plan, watched, t):
            ended[r] = _ended(plan.lasts, t)
        if ended[r] <= t:
            continue
        if plan.lab >= 0:
            lab_override[plan.lab, plan.lever] = values[r, t]
        else:
            override[plan.bloc, plan.lever] = values[r, t]


@rule
def cuts(blocs, world, events, t):
    """Scripted cuts of the chip flow that are in force: everywhere, or to one bloc."""
    world[0].cut = 0.0
    for b in range(len(blocs)):
        blocs[b].cut = 0.0
    for n in range(len(events)):
        event = events[n]
        if event.kind == _CHIPS_CUT and event.at <= t < event.at + event.lasts:
            if event.bloc < 0:
                world[0].cut = max(world[0].cut, event.cut)
            else:
                blocs[event.bloc].cut = max(blocs[event.bloc].cut, event.cut)


@rule
def _ended(lasts, t):
    """First quarter after an answer that is given in quarter t."""
    if lasts < 0:
        return 1_000_000
    return t + max(lasts, 1)


@rule
def world_paths(world, blocs, supply, spending, domestic, p, t):
    """World chip supply and spending, and each bloc's own chips: the record, then growth that fades."""
    w = world[0]
    if not math.isnan(supply[t]):
        w.supply, w.spending = supply[t], spending[t]
        w.supply_growth = math.log(p.supply_growth) / 4.0
    else:
        w.supply *= math.exp(w.supply_growth)
        w.spending *= math.exp(w.supply_growth - p.price_decline / 4.0)
        w.supply_growth *= math.exp(-0.25 / p.supply_fade)
    for b in range(len(blocs)):
        if not math.isnan(domestic[t, b]):
            blocs[b].domestic_flow = domestic[t, b]
            blocs[b].domestic_growth = math.log(p.domestic_growth) / 4.0
        else:
            blocs[b].domestic_flow *= math.exp(blocs[b].domestic_growth)
            blocs[b].domestic_growth *= math.exp(-0.25 / p.domestic_fade)
