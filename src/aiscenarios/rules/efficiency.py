"""Phase 3: algorithmic efficiency. The public recipe grows by own work and by catching up with the front."""

import math

from aiscenarios.compiled import rule
from aiscenarios.state import ACADEMIA

__all__ = ["absorption", "catch_up", "learn", "own_progress", "survey", "training_compute"]


@rule
def training_compute(compute, domestic, worth):
    """H100-equivalents that count for training: domestic chips at what they are worth."""
    return compute - domestic + worth * domestic


@rule
def absorption(crafts, i, full):
    """0 to 1: a lab learns what it works on; ``full`` is the share of effort at which it misses nothing."""
    most = max(crafts[i, 0].effort, crafts[i, 1].effort, crafts[i, 2].effort)
    return min(1.0, most / full)


@rule
def own_progress(p, top20, absorb, scarcity, adoption):
    """Nats a quarter from own work: more where compute is held back (003-5) or research assisted (002-3)."""
    base = 3.0 * math.log(2.0) / p.halving_time
    talent = p.talent_floor + (1.0 - p.talent_floor) * top20 / (top20 + p.talent_half)
    work = p.idle_progress + (1.0 - p.idle_progress) * absorb
    induced = 1.0 + p.induced_efficiency * scarcity / (1.0 + scarcity)
    return base * talent * work * induced * max(0.0, 1.0 + p.assist_gain * adoption)


@rule
def catch_up(p, front, recipe, openness, absorb):
    """Nats a quarter taken over from the front, all but its secret part; never more than the gap."""
    gap = max(0.0, front - p.secret_lead * (1.0 - openness) - recipe)
    return (1.0 - math.exp(-p.follower_rate * openness * absorb)) * gap


@rule
def survey(labs, blocs, world, p):
    """The front of every bloc and of the world at the phase's start; of labs level there, the most open."""
    w = world[0]
    w.recipe, w.front_openness = -math.inf, 1.0
    for b in range(len(blocs)):
        blocs[b].recipe, blocs[b].best_compute = -math.inf, 0.0
    for i in range(len(labs)):
        me = labs[i]
        if not me.active or me.kind >= ACADEMIA:
            continue
        home = blocs[me.bloc]
        home.recipe = max(home.recipe, me.recipe)
        home.best_compute = max(
            home.best_compute, training_compute(me.compute, me.domestic, p.domestic_worth)
        )
        if me.recipe > w.recipe or (me.recipe == w.recipe and me.openness > w.front_openness):
            w.recipe, w.front_openness = me.recipe, me.openness


@rule
def learn(labs, crafts, blocs, world, p, i):
    """A lab's recipe at the end of the quarter."""
    me = labs[i]
    if not me.active:
        return
    home = blocs[me.bloc]
    absorb = absorption(crafts, i, p.absorb_full)
    me.recipe_next = (
        me.recipe
        + own_progress(p, me.top20, absorb, home.scarcity, home.adoption)
        + catch_up(p, world[0].recipe, me.recipe, world[0].front_openness, absorb)
    )
