"""Baselines on series whose future is known."""

from datetime import date

import numpy as np
import pytest

from aiscenarios.evidence import load
from aiscenarios.hindcasts.baselines import METHODS, baselines
from aiscenarios.hindcasts.points import ORIGINS, History, histories, points


def made(values: np.ndarray, family: str = "compute") -> dict[tuple[str, str], History]:
    """One quarterly history from 2019 on."""
    return {("eci_gap", "US-China"): History(np.arange(1.0, len(values) + 1), values, 0.1, family)}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("trend", 3.0 + 0.5 * np.arange(16.0)),
        ("persistence", np.cumsum(np.random.default_rng(3).normal(size=60))),
        ("climatology", np.random.default_rng(2).normal(size=60)),
    ],
)
def test_the_opponent_is_the_method_that_fits_the_series(kind: str, values: np.ndarray) -> None:
    """A line is won by the trend, a random walk by persistence, noise around a mean by climatology."""
    assert baselines(made(values)).best["compute"] == kind


def test_ranges_cover_as_they_say() -> None:
    """Of a random walk, persistence's 80% range eight quarters ahead holds about 80% of what comes."""
    luck, inside = np.random.default_rng(5), []
    for _ in range(300):
        walk = np.cumsum(luck.normal(size=48))
        found = baselines(made(walk[:40]))
        point = next(
            each for each in points(load().facts, date(2023, 12, 31)) if each.fact.series == "eci_gap"
        )
        ahead = point.__class__(point.fact, point.period.__class__(47.0, 48.0), 8, walk[47], 0.1)
        said = found.forecast(ahead, "persistence")
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
