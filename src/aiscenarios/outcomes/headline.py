"""The outcomes that studies of the model as a whole look at, chosen before any of them was run."""

from typing import NamedTuple

__all__ = ["HEADLINE", "Headline"]


class Headline(NamedTuple):
    """An outcome column and why it is looked at."""

    column: str
    why: str


HEADLINE = (
    Headline("talent_share.top20.CN", "where the best work is what the talent articles are about"),
    Headline("talent_share.top2.CN", "the few who lead frontier work may go another way than the many"),
    Headline("net_flow.US.CN", "brain drain is defined by it"),
    Headline("stay_rate.CN.US", "brain drain is defined by it, and visas and rhetoric aim at it"),
    Headline("retention.US", "what labs pay to keep people aims at it"),
    Headline("compute_share.CN", "chip controls aim at it"),
    Headline("domestic_share.CN", "self-sufficiency is defined by it"),
    Headline("efficiency.CN", "the efficiency path runs through it"),
    Headline("us_gap", "the lead in ECI points, which is known in every run; the lead in months is not"),
    Headline("integrated_share.CN", "leapfrog and fading announcement turn on it"),
    Headline("use_share.CN", "the race in use is won by it"),
    Headline("adoption.CN", "what reaches people"),
    Headline("value_games.CN", "what world models are worth"),
    Headline("pay.US", "the price of talent, which the phase of money sets"),
    Headline("startups_founded.US", "what friction breeds"),
    Headline("decoupling", "bifurcation is defined by it"),
)
"""One or two of each phase; those by which a narrative is defined come first."""
