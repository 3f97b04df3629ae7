"""How good forecasts were, point by point and pooled by family and horizon, against the best baseline.

A point counts in units of its source's error, so that points of a family can be pooled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from aiscenarios.hindcasts.baselines import Baselines
from aiscenarios.hindcasts.forecast import Forecast
from aiscenarios.hindcasts.points import Point

__all__ = ["HORIZONS", "LEVELS", "Pooled", "Scored", "pooled", "scored"]

LEVELS = (0.5, 0.8, 0.9)
"""Central intervals whose coverage is counted."""
HORIZONS = ((1, 4), (5, 8), (9, 100))
"""Quarters ahead that are pooled."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast of one point.

    Args:
        origin: of the forecast.
        point: what came.
        crps: in units of the source's error.
        log: log score of the Normal with the samples' mean and variance, nats, in the same units.
        place: share of the samples below what came.
        against: the method of the opponent, "" where nothing had been printed before.
        baseline: the opponent's CRPS.
        median: of the forecast, on the scale of the source's error.
    """

    origin: date
    point: Point
    crps: float
    log: float
    place: float
    against: str
    baseline: float
    median: float

    @property
    def printed(self) -> float:
        """The median in the unit of the source."""
        return float(self.point.series.error.unscaled(np.array(self.median)))

    def inside(self, level: float) -> bool:
        """Whether it came out inside the central interval of a level."""
        return abs(self.place - 0.5) <= level / 2.0


class Pooled(NamedTuple):
    """Scores of some points together; ``skill`` is 1 less the CRPS over the baseline's."""

    name: str
    n: int
    crps: float
    baseline: float
    skill: float
    covered: tuple[float, ...]


def scored(origin: date, said: Forecast, others: Baselines) -> tuple[Scored, ...]:
    """Score every point of a forecast."""
    import scoringrules
    from scipy.stats import norm

    found = []
    for point, samples in zip(said.points, said.samples, strict=True):
        miss, drawn = point.value / point.sd, samples / point.sd
        opponent = others.opponent(point)
        baseline = np.nan
        if opponent is not None:
            baseline = float(
                scoringrules.crps_normal(
                    point.value / point.sd, opponent.mean / point.sd, opponent.sd / point.sd, backend="numpy"
                )
            )
        found.append(
            Scored(
                origin,
                point,
                float(scoringrules.crps_ensemble(miss, drawn, backend="numpy")),
                -float(norm.logpdf(miss, drawn.mean(), drawn.std())),
                float((drawn < miss).mean()),
                opponent.method if opponent else "",
                baseline,
                float(np.median(samples)),
            )
        )
    return tuple(found)


def pooled(name: str, found: Iterable[Scored]) -> Pooled:
    """Scores together; points without an opponent count in coverage alone."""
    every = tuple(found)
    met = [each for each in every if each.against]
    crps = float(np.mean([each.crps for each in met])) if met else np.nan
    baseline = float(np.mean([each.baseline for each in met])) if met else np.nan
    covered = tuple(
        float(np.mean([each.inside(level) for each in every])) if every else np.nan for level in LEVELS
    )
    return Pooled(name, len(every), crps, baseline, 1.0 - crps / baseline, covered)
