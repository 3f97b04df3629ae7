"""Whether what a quarter leaves behind is numbers: a run that holds anything else has broken."""

import math

from aiscenarios.compiled import rule

__all__ = ["sound_quarter"]


@rule
def sound_quarter(line, bloc_tally, fronts):
    """Whether the columns of the world and of the blocs are finite, where they may not be unknown.

    Counts, which only ever grow by one, are not looked at, nor pairs and cohorts, whose persons blocs hold.
    """
    for b in range(len(bloc_tally)):
        if not (math.isfinite(_sum_of_bloc(bloc_tally[b])) and _known(fronts, b)):
            return False
    return math.isfinite(_sum_of_world(line))


@rule
def _sum_of_world(line):
    """A number that is finite if the columns of the world are; a lead and a lag may be unknown."""
    return (
        line.supply + line.price + line.concentration + line.ledger + line.cash + line.workforce + line.labs
        + line.coauthorship
    )  # fmt: skip


@rule
def _sum_of_bloc(here):
    """A number that is finite if the columns of a bloc are, its fronts apart."""
    people = here.researchers + here.top20 + here.top2 + here.origin20 + here.origin2 + here.lab_staff
    people += here.seen20 + here.seen2 + here.seen_origin20 + here.seen_origin2 + here.papers + here.kept
    chips = here.compute + here.domestic + here.flow + here.licensed + here.best_compute + here.own_flow
    products = here.recipe + here.users + here.adoption + here.games + here.spillover + here.foreign_use
    money = here.funding + here.pay + here.cost + here.forgone + here.invested + here.chip_money
    return people + here.graduates + here.arrivals + chips + products + money + here.openness


@rule
def _known(fronts, b):
    """Whether a bloc's best released models are numbers, or minus infinity before the first."""
    for m in range(fronts.shape[1]):
        if not fronts[b, m].shipped < math.inf:
            return False
    return True
