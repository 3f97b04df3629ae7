"""Phase 4: capability per modality from compute, methods, talent and use."""

import math

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, normal, uniform
from aiscenarios.rules.efficiency import training_compute
from aiscenarios.state import ACADEMIA, LANGUAGE, VIDEO, WORLDS

__all__ = ["potential", "redirect", "work"]

_TACIT, _LUCK = DECISIONS["tacit"], DECISIONS["luck"]


@rule
def potential(p, me, effort, use):
    """Nats a lab could reach in a modality with what it has now.

    Compute with diminishing returns, methods, the best fifth, the few best (000-4), users' feedback where the
    model is built into products (001-5), less what internal friction costs (002-4).
    """
    compute = training_compute(me.compute, me.domestic, p.domestic_worth)
    return (
        p.compute_elasticity * math.log(1.0 + compute * effort)
        + me.recipe
        + me.tacit
        + p.talent_elasticity * math.log(1.0 + me.top20 * effort / p.talent_half)
        + p.star_weight * math.log(1.0 + me.top2 * effort / p.star_half)
        + p.feedback_gain * math.log(1.0 + use * me.integration)
        - p.friction_drag * me.friction
    )


@rule
def _pull(craft, era, t, growth, ceiling):
    """Weight of a younger modality since its era began; before, the work it had."""
    if t < era:
        return craft.effort
    return craft.target * min(ceiling, growth ** (0.25 * (t - era)))


@rule
def redirect(crafts, p, t, i):
    """Effort drifts to its targets: language from ChatGPT on, then video and worlds as their markets grow."""
    language = crafts[i, LANGUAGE].target if t >= p.era_language else crafts[i, LANGUAGE].effort
    video = _pull(crafts[i, VIDEO], p.era_video, t, p.video_growth, p.modality_ceiling)
    worlds = _pull(crafts[i, WORLDS], p.era_worlds, t, p.video_growth, p.modality_ceiling)
    total = language + video + worlds
    scale = 1.0 / total if total > 1.0 else 1.0
    crafts[i, LANGUAGE].effort += p.effort_speed * (language * scale - crafts[i, LANGUAGE].effort)
    crafts[i, VIDEO].effort += p.effort_speed * (video * scale - crafts[i, VIDEO].effort)
    crafts[i, WORLDS].effort += p.effort_speed * (worlds * scale - crafts[i, WORLDS].effort)


@rule
def work(labs, crafts, reach, blocs, world, p, i):
    """A quarter of research in every modality."""
    me = labs[i]
    if not me.active or me.kind >= ACADEMIA:
        return
    w = world[0]
    redirect(crafts, p, w.quarter, i)
    me.recipe = me.recipe_next
    me.tacit = (
        p.tacit_memory * me.tacit + me.carried + p.tacit_sd * normal(w.seed, w.run, w.quarter, me.id, _TACIT)
    )
    me.carried = 0.0
    use = 0.0
    for b in range(len(blocs)):
        use += reach[i, b].share * blocs[b].market * blocs[b].adoption
    luck = 0.5 + uniform(w.seed, w.run, w.quarter, me.id, _LUCK)
    for m in range(crafts.shape[1]):
        craft = crafts[i, m]
        if craft.effort > 0.0:
            gain = potential(p, me, craft.effort, use) - craft.capability
            craft.capability += p.research_speed * luck * max(0.0, gain)
