"""The world in 2019Q1 and the recorded flows of chips and money, as arrays an engine takes.

Numbers and sources: ``seeds/world.yaml``.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiscenarios import seeds
from aiscenarios.quarters import last_day, parse
from aiscenarios.records import Origin, read, record
from aiscenarios.state import BLOC, BLOCS, NOWHERE, TIERS, Records

__all__ = [
    "ByBloc", "ByTier", "Domestic", "Figure", "Flow", "Lag", "Spending", "Supply", "Table", "World",
    "load_world",
]  # fmt: skip

_QUARTERS_A_YEAR = 4
_ROUNDING = 1e-6


def _check_names(given: Iterable[str], wanted: tuple[str, ...]) -> None:
    if set(given) != set(wanted):
        raise ValueError(f"a number is wanted for each of {', '.join(wanted)}, and for nothing else")


def _check_sum(total: float) -> None:
    if abs(total - 1.0) > _ROUNDING:
        raise ValueError(f"the shares add to {total:.4f}, not to 1")


@record
class Figure:
    """A number with its source."""

    value: float
    source: str
    origin: Origin


@record
class ByBloc:
    """A number for each bloc."""

    share: dict[str, float]
    source: str
    origin: Origin

    def __post_init__(self) -> None:
        _check_names(self.share, BLOCS)


@record
class ByTier:
    """Shares of the tiers; they add to 1."""

    share: dict[str, float]
    source: str
    origin: Origin

    def __post_init__(self) -> None:
        _check_names(self.share, TIERS)
        _check_sum(sum(self.share.values()))


@record
class Table:
    """Shares by origin bloc and work bloc; they add to 1."""

    share: dict[str, dict[str, float]]
    source: str
    origin: Origin

    def __post_init__(self) -> None:
        _check_names(self.share, BLOCS)
        for work in self.share.values():
            _check_names(work, BLOCS)
        _check_sum(float(self.array().sum()))

    def array(self) -> NDArray[np.float64]:
        """Origin x work."""
        return np.array([[self.share[origin][work] for work in BLOCS] for origin in BLOCS])


@record
class Flow:
    """A flow by quarter from its first one on."""

    first: str
    flow: tuple[float, ...]
    source: str
    origin: Origin
    designer: str = ""

    def known(self, quarters: int) -> NDArray[np.float64]:
        """By quarter since 2019Q1; NaN where nothing is recorded."""
        start = parse(self.first)
        path = np.full(max(quarters, start + len(self.flow)), np.nan)
        path[start : start + len(self.flow)] = self.flow
        return path[:quarters]


@record
class Lag:
    """Months from the end of a quarter until its number was known."""

    months: int
    source: str
    origin: Origin

    def known(self, quarters: int, day: date | None) -> NDArray[np.bool_]:
        """By quarter, whether its number was known on a day (None: today); the world of 2019Q1 always is."""
        ends = [last_day(quarter, self.months) for quarter in range(quarters)]
        return np.array([n == 0 or day is None or end <= day for n, end in enumerate(ends)])


@record
class Supply:
    """Chips of all designers outside China."""

    flows: tuple[Flow, ...]
    growth_before: Figure
    lag: Lag

    def path(self, quarters: int) -> NDArray[np.float64]:
        """H100-equivalents a quarter; carried back before the record, NaN after it."""
        record_of_all = np.stack([flow.known(quarters) for flow in self.flows])
        total = np.where(np.isnan(record_of_all[0]), np.nan, np.nansum(record_of_all, axis=0))
        start = parse(self.flows[0].first)
        level = sum(flow.flow[0] for flow in self.flows if flow.first == self.flows[0].first)
        before = range(min(start, quarters))
        years = [(quarter - start) / _QUARTERS_A_YEAR for quarter in before]
        total[: len(before)] = [level * self.growth_before.value**year for year in years]
        return total


@record
class Spending:
    """What the world pays for AI chips: the largest seller's revenue, and the others' share on top."""

    nvidia: Flow
    others: Figure
    lag: Lag


@record
class Domestic:
    """A bloc's own chips: the flow of the last recorded year, and its growth before."""

    last: str
    yearly: Figure
    growth: Figure
    lag: Lag

    def path(self, quarters: int) -> NDArray[np.float64]:
        """H100-equivalents a quarter, growing evenly so that the last four add to the year; NaN after it."""
        factor = self.growth.value ** (1.0 / _QUARTERS_A_YEAR)
        last = self.yearly.value / sum(factor**-n for n in range(_QUARTERS_A_YEAR))
        behind = [parse(self.last) - quarter for quarter in range(quarters)]
        return np.array([last * factor**-n if n >= 0 else np.nan for n in behind])


@record
class World:
    """Everything about 2019Q1 and the outside that is neither a lab nor a policy."""

    researchers: Figure
    tiers: ByTier
    stock: dict[str, Table]
    spending_share: ByBloc
    rivals: dict[str, str]
    supply: Supply
    spending: Spending
    domestic: dict[str, Domestic]
    market: ByBloc
    games: ByBloc

    def __post_init__(self) -> None:
        _check_names(self.stock, TIERS)
        _check_sum(sum(self.spending_share.share.values()))

    def stock_persons(self) -> NDArray[np.float64]:
        """Researchers in 2019Q1, tier x origin bloc x work bloc, persons."""
        return np.stack([
            self.researchers.value * self.tiers.share[tier] * self.stock[tier].array() for tier in TIERS
        ])  # fmt: skip

    def supply_path(self, quarters: int, day: date | None = None) -> NDArray[np.float64]:
        """World flow of frontier chips not made for China alone, H100e a quarter; NaN after the record.

        Args:
            quarters: how many.
            day: the record ends with what was known then of supply and of spending; None: today.
        """
        return np.where(self._counted(quarters, day), self.supply.path(quarters), np.nan)

    def spending_path(self, quarters: int, day: date | None = None) -> NDArray[np.float64]:
        """World spending on AI chips, US$ a quarter; NaN after the record, which ends with that of supply."""
        paid = self.spending.nvidia.known(quarters) * self.spending.others.value
        return np.where(self._counted(quarters, day), paid, np.nan)

    def _counted(self, quarters: int, day: date | None) -> NDArray[np.bool_]:
        """Quarters of which both the chips and the money were known."""
        known = self.supply.lag.known(quarters, day) & self.spending.lag.known(quarters, day)
        recorded = np.isfinite(self.supply.path(quarters)) & np.isfinite(self.spending.nvidia.known(quarters))
        return known & recorded

    def domestic_path(self, quarters: int, day: date | None = None) -> NDArray[np.float64]:
        """Domestic chips, H100e, quarter x bloc; 0 where a bloc has none, NaN after the record."""
        paths = np.zeros((quarters, len(BLOCS)))
        for bloc, own in self.domestic.items():
            known = own.lag.known(quarters, day)
            paths[:, BLOCS.index(bloc)] = np.where(known, own.path(quarters), np.nan)
        return paths

    def blocs(self) -> Records:
        """state.BLOC records: rival, purse (share of the world's chip spending), market, games."""
        blocs = np.zeros(len(BLOCS), BLOC)
        for b, bloc in enumerate(BLOCS):
            blocs[b]["rival"] = BLOCS.index(self.rivals[bloc]) if bloc in self.rivals else NOWHERE
            blocs[b]["purse"] = self.spending_share.share[bloc]
            blocs[b]["market"] = self.market.share[bloc]
            blocs[b]["games"] = self.games.share[bloc]
        return blocs


@cache
def load_world() -> World:
    """The shipped world.

    Raises:
        InputError: ``seeds/world.yaml`` is not as it must be.
    """
    return read(World, seeds.path("world.yaml"))
