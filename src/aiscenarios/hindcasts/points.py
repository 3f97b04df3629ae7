"""What a hindcast is scored on: facts that became known after its origin, and the histories before it.

Written before the first hindcast: origins, the last day, which facts count, and what a horizon is.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from aiscenarios import observations, quarters
from aiscenarios.evidence import Fact
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.observations import Series
from aiscenarios.observations.period import Period, parse

__all__ = ["ORIGINS", "UNTIL", "Address", "History", "Point", "histories", "points", "quarter_end"]

ORIGINS = (
    date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31),
)  # fmt: skip
UNTIL = date(2025, 6, 30)
"""Nothing about a later day is scored: that is held back."""
SCORED = ("target", "held-out")
"""Roles that make a series and entity one that is scored."""
COUNTED = (*SCORED, "context")
"""Of these, facts with which roles are points."""

type Address = tuple[str, str]
"""Series and entity."""


def quarter_end(day: date) -> float:
    """The end of a quarter's last day, in quarters since the start of 2019; of another day, its quarter's."""
    return float(quarters.containing(day) + 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A fact to be forecast.

    Args:
        fact: what was printed.
        period: of the fact, in quarters since the start of 2019.
        horizon: whole quarters from the origin to the period's end, 1 or more.
        value: on the scale on which the source's error is Normal.
        sd: of that error; the unit in which points of a family are pooled.
    """

    fact: Fact
    period: Period
    horizon: int
    value: float
    sd: float

    @property
    def series(self) -> Series:
        """What is known of who prints it."""
        return observations.known()[self.fact.series]

    @property
    def address(self) -> Address:
        """Series and entity."""
        return self.fact.series, self.fact.entity

    @property
    def family(self) -> str:
        """What it is pooled with."""
        return self.series.family


@dataclass(frozen=True, slots=True)
class History:
    """What had been printed of a series and entity by the origin, in order of time.

    Args:
        times: ends of the periods, in quarters since the start of 2019.
        values: on the scale of the source's error.
        sd: of that error.
        family: what it is pooled with.
    """

    times: NDArray[np.float64]
    values: NDArray[np.float64]
    sd: float
    family: str


def points(facts: Iterable[Fact], origin: date, *, until: date = UNTIL) -> tuple[Point, ...]:
    """Facts that were not known at the origin and are of a time after it, of the series that are scored.

    A lab that was not there yet, or not known of, has no points: nobody would have been asked about it.

    Args:
        facts: all of them.
        origin: the last day whose knowledge is used.
        until: no fact of a later time.
    """
    every, start, last = tuple(facts), quarter_end(origin), quarter_end(until)
    catalogue = load_catalogue()
    unknown = {lab.name for lab in catalogue.labs} - {lab.name for lab in catalogue.known_by(origin).labs}
    scored = {(fact.series, fact.entity) for fact in every if fact.role in SCORED}
    found = []
    for fact in every:
        if (fact.series, fact.entity) not in scored or fact.role not in COUNTED or fact.known <= origin:
            continue
        if fact.entity in unknown:
            continue
        series = observations.known().get(fact.series)
        if series is None:
            continue
        period = parse(fact.period, series.year)
        is_base = series.base is not None and series.base.period == fact.period
        if start < period.end <= last and not is_base:
            value = float(series.error.scaled(np.array(fact.value)))
            horizon = max(1, math.ceil(period.end - start))
            found.append(Point(fact, period, horizon, value, series.error.sd))
    return tuple(found)


def histories(facts: Iterable[Fact], origin: date) -> Mapping[Address, History]:
    """What was known at the origin of every series that an observation sees, by series and entity."""
    printed: dict[Address, list[tuple[float, float]]] = {}
    for fact in facts:
        series = observations.known().get(fact.series)
        if series is not None and fact.known <= origin:
            value = float(series.error.scaled(np.array(fact.value)))
            if math.isfinite(value):
                end = parse(fact.period, series.year).end
                printed.setdefault((fact.series, fact.entity), []).append((end, value))
    found = {}
    for address, pairs in printed.items():
        series = observations.known()[address[0]]
        times, values = np.array(sorted(pairs)).T
        found[address] = History(times, values, series.error.sd, series.family)
    return found
