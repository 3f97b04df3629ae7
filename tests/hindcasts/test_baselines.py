"""Baselines on series whose future is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from aiscenarios.evidence import load
from aiscenarios.hindcasts.baselines import METHODS, baselines
from aiscenarios.hindcasts.points import ORIGINS, History, histories, points
from aiscenarios.observations.period import Period


def made(values: np.ndarray, family: str = "compute") -> dict[tuple[str, str], History]:
    """One quarterly history from 2019 on."""
    return {("eci_gap", "US-China"): History(np.arange(1.0, len(values) + 1), values, 0.1, family)}


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        ("trend", lambda luck: 3.0 + 0.5 * np.arange(24.0) + 0.1 * luck.normal(size=24)),
        ("persistence", lambda luck: np.cumsum(luck.normal(size=24))),
        ("climatology", lambda luck: luck.normal(size=24)),
    ],
)
def test_the_opponent_is_the_method_that_fits_the_series(
    kind: str, series: Callable[[np.random.Generator], np.ndarray]
) -> None:
    """Lines are won by the trend, random walks by persistence, noise around a mean by climatology."""
    luck = np.random.default_rng(3)
    best = [baselines(made(series(luck))).best["compute"] for _ in range(25)]
    assert best.count(kind) > 12


def test_ranges_cover_as_they_say() -> None:
    """Of a random walk, persistence's 80% range eight quarters ahead holds about 80% of what comes."""
    luck, inside = np.random.default_rng(5), []
    known = points(load().facts, date(2023, 12, 31))
    point = next(each for each in known if each.fact.series == "eci_gap")
    later = replace(point, period=Period(47.0, 48.0), value=0.0, horizon=8)
    for _ in range(200):
        walk = np.cumsum(luck.normal(size=48))
        found = baselines(made(walk[:40]))
        said = found.forecast(later, "persistence")
        assert said is not None and said.mean == walk[39]
        inside.append(abs(walk[47] - said.mean) < 1.2816 * said.sd)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_point_with_a_history_has_an_opponent(origin: date) -> None:
    """A baseline speaks of every point of whose series something had been printed, with a width above 0."""
    facts = load().facts
    found = baselines(histories(facts, origin))
    for point in points(facts, origin):
        said = found.opponent(point)
        assert (said is not None) == (point.address in found.histories)
        assert said is None or (said.sd >= point.sd and np.isfinite(said.mean) and said.method in METHODS)
