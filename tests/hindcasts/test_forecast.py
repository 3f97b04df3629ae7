"""Forecasts of an origin: nothing later is used, misses fade, and scores are what they are by hand."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aiscenarios.ensemble.present import discrepancy
from aiscenarios.ensemble.targets import Targets, of_facts
from aiscenarios.errors import InputError
from aiscenarios.evidence import load
from aiscenarios.hindcasts import baselines, hindcast, histories, points
from aiscenarios.hindcasts.forecast import Forecast, forecast
from aiscenarios.hindcasts.scores import pooled, scored
from aiscenarios.observations import correlation

ORIGIN = date(2023, 12, 31)
SMALL = {"runs": 128, "seed": 3, "agents": 200}


def flow() -> Targets:
    """A quarterly history of one series."""
    name = "china_share_of_quarterly_nvidia_compute_flow"
    return of_facts(load().facts, lambda fact: fact.series == name and fact.known <= ORIGIN)


def test_misses_that_persist_are_told_from_those_that_do_not() -> None:
    """Persistence and size of a planted AR(1) are found; without neighbours the sources' own is taken."""
    luck, one = np.random.default_rng(1), flow().each[0]
    period = type(one.period)
    chain = Targets(tuple(replace(one, period=period(float(t), t + 1.0)) for t in range(900)))
    for rho in (0.2, 0.9):
        misses = [0.0]
        for _ in range(899):
            misses.append(rho * misses[-1] + 3.0 * luck.normal())
        found = discrepancy(np.array(misses), chain)
        assert found.persistence == pytest.approx(rho, abs=0.1)
        assert found.variance(one.fact.address[:2], "compute") == pytest.approx(
            9.0 / (1.0 - rho**2) - 1.0, rel=0.35
        )
        assert found.left(0.0) == 1.0 and found.left(8.0) < found.left(1.0) < 1.0
    alone = discrepancy(np.array([2.0]), Targets(chain.each[:1]))
    assert alone.persistence == correlation().value and alone.variance(
        one.fact.address[:2], "compute"
    ) == pytest.approx(3.0)


def test_a_planted_later_fact_changes_no_forecast() -> None:
    """Facts that became known after the origin, whatever they say, change no sample of any point."""
    known = load()
    aims = points(known.facts, ORIGIN)
    late = tuple(
        replace(fact, value=fact.value * 1.7) if fact.known > ORIGIN and fact.unit != "percent" else fact
        for fact in known.facts
    )
    planted = replace(known, facts=late)
    assert planted.fingerprint != known.fingerprint
    one, other = (forecast(ORIGIN, aims, each, **SMALL) for each in (known, planted))
    for state in ("plain", "state"):
        np.testing.assert_array_equal(one[state].samples, other[state].samples)
        assert one[state].effective == other[state].effective


def test_the_known_present_brings_forecasts_nearer_to_it() -> None:
    """Weighed by the last printed values, what runs say of the next quarter moves towards these."""
    known = load()
    aims = points(known.facts, ORIGIN)
    made, last = forecast(ORIGIN, aims, known, **SMALL), histories(known.facts, ORIGIN)
    nearer = []
    for n, point in enumerate(aims):
        if point.address in last and point.horizon == 1:
            at = float(last[point.address].values[-1])
            plain, state = (abs(np.median(made[name].samples[n]) - at) for name in ("plain", "state"))
            nearer.append(state <= plain + 0.5 * point.sd)
    assert len(nearer) >= 3 and np.mean(nearer) >= 0.75
    assert made["state"].effective < made["plain"].effective


def test_scores_are_those_by_hand() -> None:
    """A sure and right forecast loses nothing; a miss costs its distance in units of the source's error."""
    aims = points(load().facts, ORIGIN)[:4]
    others = baselines(histories(load().facts, ORIGIN))
    right = np.stack([np.full(50, point.value) + 1e-9 * np.arange(50) for point in aims])
    off = right + 2.0 * np.array([[point.sd] for point in aims])
    for samples, lost in ((right, 0.0), (off, 2.0)):
        found = scored(ORIGIN, Forecast(aims, samples, 50.0), others)
        for each, point, said in zip(found, aims, samples[:, 25], strict=True):
            assert each.crps == pytest.approx(lost, abs=1e-6)
            assert each.printed == pytest.approx(float(point.series.error.unscaled(said)), rel=1e-6)
        together = pooled("all", found)
        assert together.n == 4 and together.crps == pytest.approx(lost, abs=1e-6)
        assert together.skill == pytest.approx(1.0 - lost / together.baseline, abs=1e-6)


def test_a_series_of_which_nothing_had_been_printed_is_forecast(tmp_path: Path) -> None:
    """Facts of one's own need no history: runs count alike, and no simple method is held against them."""
    file = tmp_path / "mine.csv"
    file.write_text(
        "series,entity,period,value,low,high,unit\nai_chip_market,world,2025,200,150,250,USD bn a year\n"
    )
    found = hindcast("2024-12", facts=file, **SMALL)
    for policy, state in found.scored:
        (one,) = found.scored[policy, state]
        assert one.against == "" and np.isfinite(one.crps) and np.isnan(one.baseline)
        assert found.effective[date(2024, 12, 31), policy, state] == pytest.approx(SMALL["runs"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"runs": 0}, "runs: must be a power of two from 16 on (got 0)"),
        ({"runs": 100}, "runs: must be a power of two from 16 on (got 100)"),
        ({"agents": 5}, "agents: must be from 100 to"),
        ({"seed": -1}, "seed: must be from 0 to"),
        ({"threads": 0}, "threads: must be from 1 to"),
        ({"as_of": "2059"}, "as_of: 2059-12-31 is still to come"),
        (
            {"as_of": "2026-06"},
            "as_of: nothing that is seen became known after 2026-06-30 of a time after it",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(given: dict[str, Any], told: str) -> None:
    """Numbers and days that cannot be are refused by name before anything is simulated."""
    with pytest.raises(InputError) as refused:
        hindcast(**{"as_of": "2024-12", **SMALL} | given)
    assert told in str(refused.value)


def test_wider_intervals_cover_more() -> None:
    """Every point of every kind of forecast is scored once, and coverage grows with the level."""
    found = hindcast("2024-06-30", **SMALL)
    count = len(points(load().facts, date(2024, 6, 30)))
    for policy, state in found.scored:
        whole = found.whole(policy, state)
        assert whole.n == count == sum(row.n for row in found.families(policy, state))
        assert count == sum(row.n for row in found.horizons(policy, state))
        assert all(low <= high for low, high in pairwise(whole.covered))
    again = hindcast("2024-06-30", **SMALL)
    assert [each.crps for each in again.scored["known", "state"]] == [
        each.crps for each in found.scored["known", "state"]
    ]
