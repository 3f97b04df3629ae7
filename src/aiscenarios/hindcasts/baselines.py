"""Forecasts without a model: persistence, trend and climatology, each with the spread of its own errors.

Each looks only at what had been printed by the origin. Its errors in training are those it would have made
inside that history; they grow with the root of the horizon (persistence, trend) or do not grow (climatology),
and are pooled over a family, in units of the sources' errors, where a series has few of its own. The opponent
of the model is the one with the smallest mean CRPS in training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


class _Misses(NamedTuple):
    """Errors in training: how far, in sources' errors, how many quarters ahead, knowing how many."""

    errors: Values
    aheads: Values
    seen: Values


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


def _misses(method: str, history: History) -> _Misses:
    """What it would have missed inside a history, at every distance."""
    found = []
    for seen in range(LEAST[method], len(history.values)):
        for later in range(seen, len(history.values)):
            ahead = float(history.times[later] - history.times[seen - 1])
            if ahead > 0.0:
                guess = _guess(method, history.times[:seen], history.values[:seen], history.times[later])
                found.append(((history.values[later] - guess) / history.sd, ahead, float(seen)))
    return _Misses(*np.array(found).reshape(-1, 3).T)


def _joined(found: Sequence[_Misses]) -> _Misses:
    return _Misses(*np.concatenate([np.empty((3, 0)), *map(np.array, found)], axis=1))


def _spread(method: str, misses: _Misses, horizon: ArrayLike) -> Values:
    """Root mean square error at horizons, in units of the source's error; at least that error."""
    ahead = np.asarray(horizon, dtype=np.float64)
    if method == "climatology":
        variance = np.full(ahead.shape, np.mean(misses.errors**2))
    else:
        variance = np.mean(misses.errors**2 / misses.aheads) * ahead
    return np.maximum(np.sqrt(variance), 1.0)


@dataclass(frozen=True)
class Baselines:
    """All three on the histories of one origin.

    Args:
        histories: by series and entity.
        misses: by method and address, its errors in training.
        best: by family, the method with the smallest mean CRPS in training.
    """

    histories: Mapping[Address, History]
    misses: Mapping[tuple[str, Address], _Misses]
    best: Mapping[str, str]

    def forecast(self, point: Point, method: str) -> Baseline | None:
        """What a method says of a point; None where too little had been printed."""
        history = self.histories.get(point.address)
        if history is None or len(history.values) < LEAST[method]:
            return None
        misses = self._of(method, point.address, history.family)
        if not len(misses.errors):
            return None
        ahead = max(point.period.end - float(history.times[-1]), 0.25)
        mean = _guess(method, history.times, history.values, point.period.end)
        return Baseline(method, mean, history.sd * float(_spread(method, misses, ahead)))

    def opponent(self, point: Point) -> Baseline | None:
        """The forecast of the method that was best in training; persistence where that has too little."""
        chosen = self.forecast(point, self.best.get(point.family, METHODS[0]))
        return chosen or self.forecast(point, METHODS[0])

    def _of(self, method: str, address: Address, family: str) -> _Misses:
        own = self.misses.get((method, address))
        if own is not None and len(own.errors) >= FEW:
            return own
        return _pooled(self.misses, self.histories, method, family) or _joined(
            [found for (name, _), found in self.misses.items() if name == method]
        )


def baselines(histories: Mapping[Address, History]) -> Baselines:
    """Learn every method's errors, and for each family which method is best, from the histories alone."""
    misses = {
        (method, address): found
        for method in METHODS
        for address, history in histories.items()
        if len((found := _misses(method, history)).errors)
    }
    families = sorted({history.family for history in histories.values()})
    return Baselines(histories, misses, {family: _best(family, histories, misses) for family in families})


def _pooled(
    misses: Mapping[tuple[str, Address], _Misses],
    histories: Mapping[Address, History],
    method: str,
    family: str,
) -> _Misses | None:
    """A method's errors over a family; None where it has made none."""
    found = [
        each
        for (name, address), each in misses.items()
        if name == method and histories[address].family == family
    ]
    return _joined(found) if found else None


def _best(
    family: str, histories: Mapping[Address, History], misses: Mapping[tuple[str, Address], _Misses]
) -> str:
    """The method with the smallest mean CRPS where all three could speak; persistence where none could."""
    import scoringrules

    scores = {}
    for method in METHODS:
        pooled = _pooled(misses, histories, method, family)
        if pooled is not None and (fair := pooled.seen >= max(LEAST.values())).any():
            sds = _spread(method, pooled, pooled.aheads[fair])
            losses = scoringrules.crps_normal(pooled.errors[fair], 0.0, sds, backend="numpy")
            scores[method] = float(np.mean(losses))
    return min(scores, key=lambda method: scores[method], default=METHODS[0])
