"""Forecasts without a model: persistence, trend and climatology, each with the spread of its own errors.

Each looks only at what had been printed by the origin. Its errors in training are those it would have made
inside that history; they grow with the root of the horizon (persistence, trend) or do not grow (climatology),
and are pooled over a family, in units of the sources' errors, where a series has few of its own. The opponent
of the model is the one with the smallest mean CRPS in training.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.hindcasts.points import Address, History, Point

__all__ = ["METHODS", "Baseline", "Baselines", "baselines"]

type Values = NDArray[np.float64]

METHODS = ("persistence", "trend", "climatology")
LEAST = {"persistence": 1, "trend": 3, "climatology": 3}
"""Printed values that each needs."""
WINDOW = 4
"""Last values through which a trend is drawn."""
FEW = 3
"""A series with fewer errors of its own than this borrows those of its family."""


class Baseline(NamedTuple):
    """A Normal forecast on the scale of the source's error."""

    method: str
    mean: float
    sd: float


class _Miss(NamedTuple):
    """An error in training: how far, in units of the source's error, and how far ahead."""

    error: float
    horizon: float


def _guess(method: str, times: Values, values: Values, at: float) -> float:
    """What a method says of a time from what was printed before it."""
    if method == "persistence":
        return float(values[-1])
    if method == "climatology":
        return float(values.mean())
    near, said = times[-WINDOW:], values[-WINDOW:]
    spread = near - near.mean()
    if not spread.any():
        return float(said.mean())
    slope = float(spread @ said / (spread @ spread))
    return float(said.mean()) + slope * (at - float(near.mean()))


def _misses(method: str, history: History) -> Iterator[_Miss]:
    """What it would have missed inside a history, at every distance."""
    for seen in range(LEAST[method], len(history.values)):
        for later in range(seen, len(history.values)):
            ahead = float(history.times[later] - history.times[seen - 1])
            if ahead > 0.0:
                guess = _guess(method, history.times[:seen], history.values[:seen], history.times[later])
                yield _Miss((history.values[later] - guess) / history.sd, ahead)


def _spread(method: str, misses: list[_Miss], horizon: float) -> float:
    """Root mean square error at a horizon, in units of the source's error; at least that error."""
    errors, aheads = np.array(misses).T
    grown = errors**2 if method == "climatology" else errors**2 * horizon / aheads
    return float(max(np.sqrt(grown.mean()), 1.0))


@dataclass(frozen=True)
class Baselines:
    """All three on the histories of one origin.

    Args:
        histories: by series and entity.
        misses: by method and address, its errors in training.
        best: by family, the method with the smallest mean CRPS in training.
    """

    histories: Mapping[Address, History]
    misses: Mapping[tuple[str, Address], list[_Miss]]
    best: Mapping[str, str]

    def forecast(self, point: Point, method: str) -> Baseline | None:
        """What a method says of a point; None where too little had been printed."""
        history = self.histories.get(point.address)
        if history is None or len(history.values) < LEAST[method]:
            return None
        misses = self._of(method, point.address, history.family)
        if not misses:
            return None
        ahead = max(point.period.end - float(history.times[-1]), 0.25)
        mean = _guess(method, history.times, history.values, point.period.end)
        return Baseline(method, mean, history.sd * _spread(method, misses, ahead))

    def opponent(self, point: Point) -> Baseline | None:
        """The forecast of the method that was best in training; persistence where that has too little."""
        chosen = self.forecast(point, self.best.get(point.family, METHODS[0]))
        return chosen or self.forecast(point, METHODS[0])

    def _of(self, method: str, address: Address, family: str) -> list[_Miss]:
        own = self.misses.get((method, address), [])
        if len(own) >= FEW:
            return own
        pooled = [
            miss
            for (name, other), found in self.misses.items()
            if name == method and self.histories[other].family == family
            for miss in found
        ]
        return pooled or [
            miss for (name, _), found in self.misses.items() if name == method for miss in found
        ]


def baselines(histories: Mapping[Address, History]) -> Baselines:
    """Learn every method's errors, and for each family which method is best, from the histories alone."""
    misses = {
        (method, address): found
        for method in METHODS
        for address, history in histories.items()
        if (found := list(_misses(method, history)))
    }
    families = sorted({history.family for history in histories.values()})
    best = {family: _best(family, histories, misses) for family in families}
    return Baselines(histories, misses, best)


def _best(
    family: str, histories: Mapping[Address, History], misses: Mapping[tuple[str, Address], list[_Miss]]
) -> str:
    """The method with the smallest mean CRPS over a family's training errors; persistence without any."""
    import scoringrules

    scores = {}
    for method in METHODS:
        pooled = [
            miss
            for (name, address), found in misses.items()
            if name == method and histories[address].family == family
            for miss in found
        ]
        if pooled:
            sds = np.array([_spread(method, pooled, miss.horizon) for miss in pooled])
            errors = np.array([miss.error for miss in pooled])
            scores[method] = float(np.mean(scoringrules.crps_normal(errors, 0.0, sds, backend="numpy")))
    return min(scores, key=lambda method: scores[method], default=METHODS[0])
