"""Laws of sampled policy: what a record of moves says of hazards and sizes, and the paths that follow."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios import levers, quarters
from aiscenarios.drivers import BLOC_LEVERS, HELD, Regimes
from aiscenarios.levers import regimes
from aiscenarios.levers.lever import Lever, Step
from aiscenarios.rules.regimes import step_size, walk
from aiscenarios.state import BLOCS

CN, CONTROLS = BLOCS.index("CN"), BLOC_LEVERS.index("export_controls")
END = 60


def lever_with(levels: dict[int, float], name: str = "visa_openness", bloc: str = "US") -> Lever:
    """A lever of ours whose record in one bloc is another, by quarter."""
    steps = tuple(
        Step(at=quarters.label(at), level=level, sd=0.0, rule="r", source="s", origin="assumption")
        for at, level in levels.items()
    )
    known = levers.by_name(name)
    return replace(known, history={**{each: steps for each in known.felt_at}, bloc: steps})


def track_of(levels: dict[int, float], last: int, **of: str) -> regimes.Track:
    """The record of such a lever up to a quarter."""
    lever = lever_with(levels, **of)
    path = np.array([levels[max(at for at in levels if at <= quarter)] for quarter in range(last + 1)])
    return regimes.track(lever, of.get("bloc", "US"), path)


def walked(
    known: Regimes, start: int, *, seed: int = 1, runs: int = 1, held: Any = None
) -> NDArray[np.float64]:
    """Paths of some runs, run x quarter x bloc x lever."""
    shape = (END, len(BLOCS), len(BLOC_LEVERS))
    path = np.zeros(shape) if held is None else held
    free = np.ones(path.shape, np.bool_) if not known.free.size else known.free
    found = np.repeat(path[None], runs, axis=0)
    for run, one in enumerate(found):
        walk(one, known.moves, known.pace, free, known.changes, levers.bounds(), np.uint64(seed), run, start,
             np.uint64(7), np.empty(len(path)))  # fmt: skip
    return found


def test_every_lever_is_sampled_or_held_with_a_reason() -> None:
    """Each lever stands once in the file of regimes; what is held says why."""
    said = regimes.rules()
    assert {*said.share, *said.amount, *said.held} == set(BLOC_LEVERS)
    assert all(len(reason.split()) > 4 for reason in (*said.held.values(), said.others))


@given(st.dictionaries(st.integers(1, 39), st.floats(0.0, 1.0), max_size=8))
def test_sizes_rebuild_the_record(levels: dict[int, float]) -> None:
    """From the first level, the sizes of its moves lead to the last: they say all that the record does."""
    levels = dict(sorted(({0: 0.8} | levels).items()))
    assume(all(1.0 - level > 0.05 and level > 0.05 for level in levels.values()))
    found = track_of(levels, 40)
    distance = 1.0 - levels[0]
    for move in found.moves:
        distance = (
            1.0 - (1.0 - distance) * np.exp(-move.size) if move.tightens else distance * np.exp(-move.size)
        )
    assert distance == pytest.approx(1.0 - found.level)
    assert all(move.size > 0.0 for move in found.moves)


def test_a_step_without_a_new_level_is_no_move_and_drift_is_none_either() -> None:
    """The rule of October 2023 drifts until April 2025, which is the next move; the truce left it unmoved."""
    levels, _ = levers.history_arrays(quarters.parse("2026Q2") + 1)
    found = regimes.track(levers.by_name("export_controls"), "CN", levels[:, CN, CONTROLS])
    at = [quarters.label(move.quarter) for move in found.moves]
    assert at == ["2022Q3", "2023Q1", "2023Q4", "2025Q2", "2025Q3", "2026Q1", "2026Q2"]
    april = found.moves[3]
    drifted = levels[quarters.parse("2025Q1"), CN, CONTROLS]
    assert drifted > 0.85 and april.size == pytest.approx(np.log((1.0 - drifted) / 0.03))


def constructed(rng: np.random.Generator, up: float, down: float, size: float) -> regimes.Track:
    """A long record made with known hazards and a known mean size of moves."""
    levels, distance = {0: 0.5}, 0.5
    for quarter in range(1, 400):
        u, x = rng.uniform(), rng.exponential(size)
        if u < up:
            distance = 1.0 - (1.0 - distance) * np.exp(-x)
        elif u < up + down:
            distance *= np.exp(-x)
        distance = min(max(distance, 0.02), 0.98)
        if 1.0 - distance != levels[max(levels)]:
            levels[quarter] = 1.0 - distance
    return track_of(levels, 399)


def test_hazards_and_sizes_of_a_constructed_record_are_recovered() -> None:
    """Of long records the fitted hazards and mean sizes are those they were made with, within 4 sigma."""
    rng, up, down, size = np.random.default_rng(3), 0.2, 0.3, 0.15
    for _ in range(5):
        (row,) = regimes.fit([constructed(rng, up, down, size)])
        for hazard, made in (
            (row["tightened"] / row["could_tighten"], up), (row["loosened"] / row["could_loosen"], down),
        ):  # fmt: skip
            assert hazard == pytest.approx(made, abs=4 * np.sqrt(made / 400))
        for mean, moves in (
            (row["tightening"] / (row["tightenings"] - 1.0), row["tightenings"]),
            (row["loosening"] / (row["loosenings"] - 1.0), row["loosenings"]),
        ):
            assert mean == pytest.approx(size, rel=4 / np.sqrt(moves))


def test_few_moves_are_drawn_towards_what_all_levers_do() -> None:
    """A lever that never moved has the mean hazard of all, weighed as one move, and its own quarters."""
    busy = track_of({0: 0.8, 5: 0.6, 9: 0.5, 14: 0.7, 20: 0.4}, 24)
    quiet = track_of({0: 0.8}, 24, name="export_controls", bloc="CN")
    rows = regimes.fit([busy, quiet])
    pooled = 3 / 48
    assert rows[1]["tightened"] == 1.0
    assert rows[1]["could_tighten"] == pytest.approx(24 + 1.0 / pooled)
    assert rows[0]["tightened"] / rows[0]["could_tighten"] > pooled
    assert rows[1]["tightened"] / rows[1]["could_tighten"] < pooled


def test_a_record_without_moves_is_held() -> None:
    """Where no lever has moved, hazards are zero, and each path is the one that is held, to the bit."""
    rows = regimes.fit([track_of({0: 0.8}, 12), track_of({0: 0.3}, 12, name="export_controls", bloc="CN")])
    assert not rows["tightened"].any() and not rows["loosened"].any()
    held = np.random.default_rng(1).uniform(0.2, 0.6, (END, len(BLOCS), len(BLOC_LEVERS)))
    paths = walked(HELD._replace(moves=rows, pace=0.5), 13, runs=20, held=held)
    assert (paths == held).all()


def test_years_that_differ_by_chance_alone_have_one_pace() -> None:
    """Moves spread evenly over the years give no spread of pace; all in one year give a wide one."""
    even = track_of({0: 0.8} | {4 * n + 2: 0.5 + 0.3 * (n % 2) for n in range(1, 10)}, 40)
    burst = track_of({0: 0.8, 20: 0.6, 21: 0.7, 22: 0.5, 23: 0.6}, 40)
    several = [burst._replace(lever=replace(burst.lever, name=name)) for name in regimes.rules().share]
    assert regimes.pace([even]) == 0.0
    assert regimes.pace(several) > 0.5


@given(st.dates(date(2019, 12, 31), date(2026, 6, 30)), st.integers(0, 2**63), st.integers(1, 50))
def test_paths_stay_in_range_and_keep_the_past(day: date, seed: int, start: int) -> None:
    """Levels lie within their range; before the start, and elsewhere than US and China, nothing moves."""
    held, _ = levers.history_arrays(END, day)
    paths = walked(levers.sampled(day), start, seed=seed, runs=3, held=held)
    low, high = levers.bounds().T
    assert ((paths >= low) & (paths <= high)).all()
    assert (paths[:, :start] == held[:start]).all()
    assert (paths[:, :, BLOCS.index("ROW")] == held[:, BLOCS.index("ROW")]).all()


def test_same_address_same_path_and_levers_draw_apart() -> None:
    """A path depends on seed and run alone; taking a lever out changes no other's path."""
    known = levers.sampled(None)
    held, _ = levers.history_arrays(END)
    paths = walked(known, 30, runs=5, held=held)
    assert (paths == walked(known, 30, runs=5, held=held)).all()
    assert (paths[1] != paths[0]).any() and (paths != walked(known, 30, seed=2, runs=5, held=held)).any()
    fewer = known._replace(moves=known.moves[known.moves["lever"] != CONTROLS])
    others = np.arange(len(BLOC_LEVERS)) != CONTROLS
    assert (walked(fewer, 30, runs=5, held=held)[..., others] == paths[..., others]).all()


def test_rhetoric_moves_alike_at_both_ends() -> None:
    """One record for the pair is one path for the pair."""
    k, held = BLOC_LEVERS.index("rhetoric"), levers.history_arrays(END)[0]
    paths = walked(levers.sampled(None), 30, runs=20, held=held)[..., k]
    assert (paths[:, :, 0] == paths[:, :, 1]).all() and len(np.unique(paths[:, -1, 0])) > 10


def test_runs_move_as_often_and_as_far_as_the_urn_says() -> None:
    """In one quarter of many runs the share that tightens and the median size are the urn's, in 4 sigma."""
    row = levers.sampled(None).moves[levers.sampled(None).moves["lever"] == CONTROLS]
    known, runs = HELD._replace(moves=row), 20_000
    held = np.full((END, len(BLOCS), len(BLOC_LEVERS)), float(row["level"][0]))
    level = walked(known, END - 1, runs=runs, held=held)[:, -1, CN, CONTROLS]
    chance = float(row["tightened"][0] / row["could_tighten"][0])
    tightened = level > row["level"][0]
    assert tightened.mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / runs))
    sizes = np.log((1.0 - row["level"][0]) / (1.0 - level[tightened]))
    median = float(step_size(0.5, row["tightenings"][0], row["tightening"][0]))
    assert (sizes > median).mean() == pytest.approx(0.5, abs=2 / np.sqrt(tightened.sum()))


def test_levers_without_one_direction_of_strictness_have_no_regime() -> None:
    """A lever whose no-effect level lies inside its range is refused by name."""
    with pytest.raises(ValueError, match="education has no effect at 1"):
        regimes.room(levers.by_name("education"))
