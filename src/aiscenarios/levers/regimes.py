"""How often and how far levers have moved so far: the urns that a sampled policy draws from.

All in closed form. A lever moves away from no effect (a tightening) or towards it (a loosening), once a
quarter at most. Its chance of either is Beta with the moves and the quarters of its own record, and
beforehand with ``weight`` moves at the mean pace of all levers. Sizes are exponential on a scale on which no
move leaves the range; their rate is Gamma, beforehand with ``weight`` moves of the mean size. Calendar years
differ in pace by as much as their numbers of moves differ beyond chance.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import seeds
from aiscenarios.draws import identity_of_name
from aiscenarios.drivers import BLOC_LEVERS, REGIME
from aiscenarios.levers.lever import Lever
from aiscenarios.records import Origin, read, record
from aiscenarios.state import BLOCS

__all__ = ["Move", "Rules", "Stated", "Track", "fit", "pace", "rules", "track", "tracks"]

_YEAR = 4


@record
class Stated:
    """A number of our own, with its reason."""

    value: float
    source: str
    origin: Origin


@record
class Rules:
    """Which levers move under a sampled policy, and what is believed of them beforehand."""

    share: tuple[str, ...]
    amount: tuple[str, ...]
    blocs: tuple[str, ...]
    held: dict[str, str]
    others: str
    weight: Stated
    least: Stated

    def __post_init__(self) -> None:
        if sorted((*self.share, *self.amount, *self.held)) != sorted(BLOC_LEVERS):
            raise ValueError("every lever stands once, under share, amount or held")
        if self.weight.value <= 0.0 or self.least.value <= 0.0:
            raise ValueError("weight and least are above 0")


class Move(NamedTuple):
    """A step of a record that changed the level: its quarter, its direction and its size."""

    quarter: int
    tightens: bool
    size: float


class Track(NamedTuple):
    """The record of a lever where it is felt.

    ``could_tighten`` and ``could_loosen`` tell for each quarter after 2019Q1 whether there was room to.
    """

    lever: Lever
    bloc: str
    level: float
    moves: tuple[Move, ...]
    could_tighten: NDArray[np.bool_]
    could_loosen: NDArray[np.bool_]

    @property
    def address(self) -> str:
        """What its draws are addressed by; levers with one record for all blocs move alike."""
        return self.lever.name if "all" in self.lever.history else f"{self.lever.name} of {self.bloc}"

    def sizes(self, tightens: bool) -> list[float]:
        """Sizes of the moves in one direction."""
        return [move.size for move in self.moves if move.tightens is tightens]


@cache
def rules() -> Rules:
    """The shipped rules.

    Raises:
        InputError: ``seeds/levers/regimes.yaml`` is not as it must be.
    """
    return read(Rules, seeds.path("levers", "regimes.yaml"))


def room(lever: Lever) -> float:
    """The signed distance from no effect to the strictest level.

    Raises:
        ValueError: no effect lies inside the range, so that there is no one direction of strictness.
    """
    if lever.no_effect not in (lever.low, lever.high):
        raise ValueError(
            f"{lever.name} has no effect at {lever.no_effect}, inside its range: it has no regime"
        )
    return lever.high - lever.low if lever.no_effect == lever.low else lever.low - lever.high


def least(lever: Lever) -> float:
    """The smallest distance from no effect that counts."""
    return rules().least.value * lever.step


def track(lever: Lever, bloc: str, levels: NDArray[np.float64]) -> Track:
    """The moves in a record of levels by quarter, and when there could have been one.

    A level that drifts while its rule stands does not move; a step that leaves its level is no move.
    """
    whole, small = abs(room(lever)), least(lever)
    distance = np.abs(levels - lever.no_effect)
    moves = []
    for step in lever.path(bloc)[1:]:
        before, after = distance[step.quarter - 1], distance[step.quarter]
        if after > before:
            size = math.log((whole - before) / max(whole - after, small))
            moves.append(Move(step.quarter, True, size))
        elif after < before:
            size = math.log(max(before, small) / max(after, small))
            moves.append(Move(step.quarter, False, size))
    known = distance[:-1]
    return Track(lever, bloc, float(levels[-1]), tuple(moves), whole - known > small, known > small)


def tracks(levers: Iterable[Lever], levels: NDArray[np.float64]) -> tuple[Track, ...]:
    """The records of all levers that move under a sampled policy.

    Args:
        levers: with their steps as they were known.
        levels: recorded level, quarter x bloc x lever, up to the quarter the record ends with.
    """
    moving = {*rules().share, *rules().amount}
    return tuple(
        track(lever, bloc, levels[:, BLOCS.index(bloc), BLOC_LEVERS.index(lever.name)])
        for lever in levers
        if lever.name in moving
        for bloc in rules().blocs
        if bloc in lever.felt_at
    )


def fit(records: Sequence[Track]) -> NDArray[np.void]:
    """drivers.REGIME records of all tracks."""
    once = tuple({each.address: each for each in records}.values())
    hazards = [_hazard(once, tightens) for tightens in (True, False)]
    found = np.zeros(len(records), REGIME)
    for row, each in zip(found, records, strict=True):
        row["id"] = identity_of_name(f"policy {each.address}")
        row["lever"], row["bloc"] = BLOC_LEVERS.index(each.lever.name), BLOCS.index(each.bloc)
        row["level"], row["none"] = each.level, each.lever.no_effect
        row["room"], row["least"] = room(each.lever), least(each.lever)
        pooled = _size(once, _kin(each.lever.name)), _size(once, None)
        row["tightened"], row["could_tighten"] = _chance(each, True, hazards[0], pooled[0])
        row["loosened"], row["could_loosen"] = _chance(each, False, hazards[1], pooled[1])
        row["tightenings"], row["tightening"] = _sizes(each, True, pooled[0])
        row["loosenings"], row["loosening"] = _sizes(each, False, pooled[1])
    return found


def pace(records: Sequence[Track]) -> float:
    """Standard deviation of the log of a year's pace; 0 where years differ no more than by chance.

    By moments: the yearly numbers of moves have the variance m + v m^2 about their expected number m, where v
    is the variance of the pace.
    """
    once = tuple({each.address: each for each in records}.values())
    up, down = (_hazard(once, tightens) for tightens in (True, False))
    quarters = len(once[0].could_tighten)
    expected, seen = np.zeros(quarters // _YEAR + 1), np.zeros(quarters // _YEAR + 1)
    for each in once:
        for quarter in range(1, quarters + 1):
            year = quarter // _YEAR
            expected[year] += up * each.could_tighten[quarter - 1] + down * each.could_loosen[quarter - 1]
        for move in each.moves:
            seen[move.quarter // _YEAR] += 1
    if not expected.any():
        return 0.0
    beyond = float(np.sum((seen - expected) ** 2) - np.sum(expected)) / float(np.sum(expected**2))
    return math.sqrt(math.log1p(max(0.0, beyond)))


def _kin(name: str) -> tuple[str, ...]:
    """The levers whose tightenings are measured on a like range."""
    return rules().share if name in rules().share else rules().amount


def _could(each: Track, tightens: bool) -> int:
    """Quarters in which there was room for a move."""
    return int((each.could_tighten if tightens else each.could_loosen).sum())


def _hazard(records: Iterable[Track], tightens: bool) -> float:
    """Moves a quarter, of all levers that could move."""
    records = tuple(records)
    quarters = sum(_could(each, tightens) for each in records)
    return sum(len(each.sizes(tightens)) for each in records) / quarters if quarters else 0.0


def _size(records: Iterable[Track], kin: tuple[str, ...] | None) -> float:
    """Mean size: of the tightenings of like levers, or of all loosenings (kin None); 0 if there is none."""
    sizes = [
        size
        for each in records
        if kin is None or each.lever.name in kin
        for size in each.sizes(kin is not None)
    ]
    return math.fsum(sizes) / len(sizes) if sizes else 0.0


def _chance(each: Track, tightens: bool, hazard: float, size: float) -> tuple[float, float]:
    """Moves, and quarters in which there could be one, with the belief beforehand added.

    Where no lever has moved, or none of a like range, nothing says how far this one would: it is held.
    """
    if hazard == 0.0 or size == 0.0:
        return 0.0, 1.0
    weight = rules().weight.value
    return len(each.sizes(tightens)) + weight, _could(each, tightens) + weight / hazard


def _sizes(each: Track, tightens: bool, mean: float) -> tuple[float, float]:
    """Of the rate of sizes: its Gamma's shape and rate; the mean size is rate / (shape - 1)."""
    weight, sizes = rules().weight.value, each.sizes(tightens)
    return len(sizes) + weight + 1.0, math.fsum(sizes) + weight * mean
