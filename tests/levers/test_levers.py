"""Every lever keeps the same laws, whoever wrote it."""

from pathlib import Path

import numpy as np
import pytest

from aiscenarios import levers, quarters
from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError
from aiscenarios.levers import Lever
from aiscenarios.levers.lever import Step
from aiscenarios.state import BLOCS

QUARTERS = 56
EVERY_LEVER = pytest.mark.parametrize("lever", levers.load(), ids=BLOC_LEVERS)


@pytest.fixture
def drivers() -> Drivers:
    """The record, and nothing else."""
    level, spread = levers.history_arrays(QUARTERS)
    none = np.zeros(0)
    return Drivers(level, spread, levers.bounds(), none, none, none, none, none, none, none)


def steps(lever: Lever) -> list[Step]:
    """Every recorded step of a lever."""
    return [step for bloc in BLOCS for step in lever.path(bloc)]


def test_registry_is_the_drivers_list() -> None:
    """Each lever stands at the place that drivers.BLOC_LEVERS gives it."""
    assert tuple(lever.name for lever in levers.load()) == BLOC_LEVERS


@EVERY_LEVER
def test_neutral_change_changes_nothing(lever: Lever, drivers: Drivers) -> None:
    """A policy of zero intensity leaves every driver as it was, to the last bit."""
    change = lever.change(lever.felt_at[0], np.full(QUARTERS, lever.combiner.neutral))
    after = levers.combined(drivers, [change])
    assert np.array_equal(after.bloc, drivers.bloc)
    assert np.array_equal(after.spread, drivers.spread)


@EVERY_LEVER
def test_more_of_a_lever_is_never_less(lever: Lever, drivers: Drivers) -> None:
    """A lever's level rises with the intensity of its change, and strictly so somewhere in its range."""
    bloc, k = BLOCS.index(lever.felt_at[0]), BLOC_LEVERS.index(lever.name)
    lowest = max(lever.low, 0.0)
    levels = [
        levers.combined(drivers, [lever.change(lever.felt_at[0], np.full(QUARTERS, value))]).bloc[:, bloc, k]
        for value in np.linspace(lowest, lever.high, 9)
    ]
    assert np.all(np.diff(levels, axis=0) >= 0.0)
    assert np.any(levels[-1] > levels[0])


@EVERY_LEVER
def test_a_lever_changes_its_own_driver_where_it_is_felt(lever: Lever, drivers: Drivers) -> None:
    """Setting a lever moves no other driver and no other bloc."""
    place = (BLOCS.index(lever.felt_at[0]), BLOC_LEVERS.index(lever.name))
    after = levers.combined(drivers, [lever.change(lever.felt_at[0], np.full(QUARTERS, lever.high))])
    moved = {tuple(where[1:]) for where in np.argwhere(after.bloc != drivers.bloc).tolist()}
    assert moved <= {place}


@EVERY_LEVER
def test_history_lies_in_range_with_sources(lever: Lever) -> None:
    """Each recorded step lies in the lever's range and names its rule and its source."""
    for step in steps(lever):
        assert lever.low <= step.level <= lever.high
        assert step.rule and step.source
    for level in lever.levels.values():
        assert level.meaning and level.source


@EVERY_LEVER
def test_no_effect_costs_nothing(lever: Lever) -> None:
    """At no effect nobody pays; each step away costs at least as much as the one before."""
    away = [lever.yearly_cost(level, 1.0) for level in np.linspace(lever.no_effect, lever.high, 5)]
    assert away[0] == 0.0
    assert away == sorted(away)


@EVERY_LEVER
def test_step_fits_the_range(lever: Lever) -> None:
    """A slider has at least four positions."""
    assert lever.high - lever.low >= 4 * lever.step


@EVERY_LEVER
def test_lapses_come_after_the_record(lever: Lever) -> None:
    """A measure due to lapse does so after the record ends, where the lever is felt, within its range."""
    for lapse in lever.lapses:
        assert lapse.quarter >= levers.default_start()
        assert lapse.bloc in lever.felt_at
        assert lever.low <= lapse.level <= lever.high


def test_level_holds_after_the_record() -> None:
    """After the last recorded quarter a level and its spread keep their last values."""
    level, spread = levers.history_arrays(QUARTERS)
    last = levers.default_start() - 1
    assert np.array_equal(level[last:], np.broadcast_to(level[last], level[last:].shape))
    assert np.array_equal(spread[last:], np.broadcast_to(spread[last], spread[last:].shape))


def test_longer_horizon_keeps_the_past() -> None:
    """History does not depend on how far a run looks ahead."""
    short, _ = levers.history_arrays(20)
    long, _ = levers.history_arrays(QUARTERS)
    assert np.array_equal(short, long[:20])


def test_unfelt_levers_stand_at_no_effect() -> None:
    """Where a lever is not felt it has no effect and no spread."""
    level, spread = levers.history_arrays(QUARTERS)
    for k, lever in enumerate(levers.load()):
        for b, bloc in enumerate(BLOCS):
            if bloc not in lever.felt_at:
                assert np.all(level[:, b, k] == lever.no_effect)
                assert np.all(spread[:, b, k] == 0.0)


def test_loophole_of_2023() -> None:
    """A800 and H800 left the first chip rule nearly without effect until October 2023."""
    level, _ = levers.history_arrays(QUARTERS)
    control = level[:, BLOCS.index("CN"), BLOC_LEVERS.index("export_controls")]
    loophole = control[quarters.parse("2023Q1") : quarters.parse("2023Q4")]
    assert np.all(loophole < 0.1)
    assert control[quarters.parse("2023Q4")] > 0.7


def test_fixed_cap_bites_harder() -> None:
    """Under one unchanged cap the forbidden share grows from quarter to quarter."""
    level, _ = levers.history_arrays(QUARTERS)
    control = level[:, BLOCS.index("CN"), BLOC_LEVERS.index("export_controls")]
    unchanged = control[quarters.parse("2023Q4") : quarters.parse("2025Q2")]
    assert np.all(np.diff(unchanged) > 0.0)


def test_recalled_steps_are_wider() -> None:
    """A recalled rule is held wider than its step says, a fact is not."""
    _, spread = levers.history_arrays(QUARTERS)
    for k, lever in enumerate(levers.load()):
        for b, bloc in enumerate(BLOCS):
            for step in lever.path(bloc):
                held = spread[step.quarter, b, k]
                assert held > step.sd or step.origin != "recalled" or step.sd == 0.0
                assert held == step.sd or step.origin == "recalled"


def test_rhetoric_is_felt_alike_at_both_ends() -> None:
    """Rhetoric belongs to the pair."""
    level, _ = levers.history_arrays(QUARTERS)
    k = BLOC_LEVERS.index("rhetoric")
    assert np.array_equal(level[:, 0, k], level[:, 1, k])


def test_default_start_follows_the_record() -> None:
    """The record ends in 2026Q2, so a scenario starts in 2026Q3."""
    assert quarters.label(levers.default_start()) == "2026Q3"


@pytest.mark.parametrize(
    ("word", "value"), [("none", 0.0), ("total_ban", 1.0), ("oct_2023", 0.85), ("jan_2026", 0.80)]
)
def test_worded_levels_of_export_controls(word: str, value: float) -> None:
    """The words of the interface stand for numbers."""
    assert levers.by_name("export_controls").level(word) == value


def test_mistyped_level_names_the_nearest() -> None:
    """A mistyped level is refused with the nearest word."""
    with pytest.raises(InputError, match="did you mean 'total_ban'"):
        levers.by_name("export_controls").level("totl_ban")


def test_mistyped_lever_names_the_nearest() -> None:
    """A mistyped lever is refused with the nearest name."""
    with pytest.raises(InputError, match="did you mean 'export_controls'"):
        levers.by_name("export_control")


def test_docs_name_every_lever_and_level() -> None:
    """The page on levers knows each lever, its unit and its worded levels."""
    page = (Path(__file__).parents[2] / "docs" / "levers.md").read_text(encoding="utf-8")
    for lever in levers.load():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{lever.name}` "))
        assert lever.unit in row
        assert all(word in row for word in lever.levels)
