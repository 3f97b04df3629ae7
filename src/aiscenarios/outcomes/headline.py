"""The outcomes that studies of the model as a whole look at, chosen before any of them was run."""

from typing import NamedTuple

__all__ = ["FEW", "HEADLINE", "Headline", "unsettled"]


class Headline(NamedTuple):
    """An outcome column, why it is looked at, and the agents from which on it has settled (docs/scale.md).

    64,000, the largest size of the study, where it has settled at none of the smaller ones.
    """

    column: str
    why: str
    settled: int


HEADLINE = (
    Headline("talent_share.top20.CN", "where the best work is what the talent articles are about", 2_000),
    Headline(
        "talent_share.top2.CN", "the few who lead frontier work may go another way than the many", 4_000
    ),
    Headline("net_flow.US.CN", "brain drain is defined by it", 64_000),
    Headline("stay_rate.CN.US", "brain drain is defined by it, and visas and rhetoric aim at it", 4_000),
    Headline("retention.US", "what labs pay to keep people aims at it", 8_000),
    Headline("compute_share.CN", "chip controls aim at it", 1_000),
    Headline("domestic_share.CN", "self-sufficiency is defined by it", 1_000),
    Headline("efficiency.CN", "the efficiency path runs through it", 1_000),
    Headline(
        "us_gap", "the lead in ECI points, which is known in every run; the lead in months is not", 1_000
    ),
    Headline("integrated_share.CN", "leapfrog and fading announcement turn on it", 1_000),
    Headline("use_share.CN", "the race in use is won by it", 2_000),
    Headline("adoption.CN", "what reaches people", 1_000),
    Headline("value_games.CN", "what world models are worth", 1_000),
    Headline("pay.US", "the price of talent, which the phase of money sets", 16_000),
    Headline("startups_founded.US", "what friction breeds", 16_000),
    Headline("decoupling", "bifurcation is defined by it", 8_000),
)
"""One or two of each phase; those by which a narrative is defined come first."""

FEW = max(each.settled for each in HEADLINE if each.column.startswith("talent_share."))
"""With fewer agents even the shares of people where they work depend on how many there are."""


def unsettled(agents: int) -> tuple[Headline, ...]:
    """Headline outcomes whose mean or spread still depends on the number of agents."""
    return tuple(each for each in HEADLINE if agents < each.settled)
