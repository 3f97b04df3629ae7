"""The emulator and the screening that comes before it, on functions whose answer is known."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.calibration.design import Design, spread
from aiscenarios.calibration.emulator import (
    RUNS_A_TERM,
    emulate,
    features,
    left_out,
    most_numbers,
    terms,
)
from aiscenarios.calibration.fit import FEWEST_RUNS, fit
from aiscenarios.calibration.publish import check_place
from aiscenarios.calibration.screening import screen
from aiscenarios.ensemble.targets import targets
from aiscenarios.errors import InputError
from aiscenarios.evidence import load
from aiscenarios.scenario import load as load_scenario
from aiscenarios.scenario import priors


def places(runs: int, numbers: int) -> np.ndarray:
    """Points spread over the prior."""
    return spread(runs, numbers, np.empty(0), 7)[0]


def test_a_quadratic_is_found_again() -> None:
    """Of a function that is a quadratic nothing is left over, and its parts come out as they were put in."""
    z, luck = places(256, 3), np.random.default_rng(1)
    constant, slopes, bends = (
        luck.normal(size=2),
        luck.normal(size=(2, 3)),
        np.triu(luck.normal(size=(2, 3, 3))),
    )
    shown = constant + z @ slopes.T + np.einsum("ri,tij,rj->rt", z, bends, z)
    made = emulate(z, shown)
    for found, put_in in zip(made.parts(), (constant, slopes, bends), strict=True):
        np.testing.assert_allclose(found, put_in, atol=1e-10)
    np.testing.assert_allclose(made.residual, 0.0, atol=1e-20)
    np.testing.assert_allclose(made.mean(z), shown, atol=1e-10)
    assert made.numbers == 3 and made.explained == pytest.approx(1.0)


def test_errors_of_left_out_runs_are_those_of_fits_without_them() -> None:
    """The closed form gives what fitting anew without each run gives (two roads to one number)."""
    luck = np.random.default_rng(2)
    known, shown = features(luck.normal(size=(40, 2))), luck.normal(size=(40, 3))
    _, errors = left_out(known, shown)
    for n in range(len(known)):
        others = np.arange(len(known)) != n
        weights = np.linalg.lstsq(known[others], shown[others], rcond=None)[0]
        np.testing.assert_allclose(errors[n], shown[n] - known[n] @ weights, atol=1e-10)


@given(st.integers(0, 20_000))
def test_no_emulator_has_more_numbers_than_runs_can_carry(runs: int) -> None:
    """The most numbers have RUNS_A_TERM runs a term, and one number more has not."""
    most = most_numbers(runs)
    assert most == 0 or terms(most) * RUNS_A_TERM <= runs
    assert terms(most + 1) * RUNS_A_TERM > runs
    assert terms(3) == features(np.zeros((1, 3))).shape[1]


def test_too_few_runs_are_refused() -> None:
    """A quadratic of many numbers is not made from few runs."""
    with pytest.raises(ValueError, match="20 runs are too few for 15 terms"):
        emulate(places(32, 4)[:20], np.zeros((20, 1)))


@pytest.mark.parametrize("runs", [0, -256, 100, 128, 300])
def test_runs_that_do_not_fill_the_prior_are_refused_before_anything_is_said(runs: int) -> None:
    """A fit takes a power of two, and at least the runs that screening needs."""
    said: list[str] = []
    with pytest.raises(InputError, match=f"runs: must be a power of two from {FEWEST_RUNS} on"):
        fit(runs=runs, say=said.append)
    assert not said
    known = load()
    assert 1 + 2 * len(priors(load_scenario("current_policy"), known).free) < FEWEST_RUNS


def test_without_a_target_the_first_day_with_one_is_named() -> None:
    """As of a day before the first target a fit is refused; the day that is named has a target."""
    with pytest.raises(InputError, match="no target is known by this day") as refused:
        fit(as_of="2021-12", runs=256, agents=100)
    first = date.fromisoformat(str(refused.value).rpartition(" ")[2])
    assert targets(load().known_by(first)).each
    with pytest.raises(InputError, match="no target"):
        targets(load().known_by(first - timedelta(days=1)))


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder, and a file below a file, are refused; a folder that is still missing is none of these."""
    (tmp_path / "file").touch()
    for wrong in (tmp_path, tmp_path / "file" / "a.parquet"):
        with pytest.raises(InputError, match="cannot be written"):
            check_place(wrong)
    check_place(tmp_path / "new" / "newer" / "a.parquet")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_screening_keeps_what_moves_a_target_and_nothing_else() -> None:
    """Slopes and bends are seen, even small beside luck; numbers that do nothing are not kept."""
    z, luck = places(4096, 6), np.random.default_rng(3)
    shown = np.stack([z[:, 0] + 0.4 * z[:, 1], 0.5 * z[:, 2] ** 2], axis=1)
    shown += luck.normal(size=shown.shape)
    found = screen(tuple("abcdef"), Design(z, shown, 0), 0.1 * np.eye(2))
    assert found.kept(10) == ("a", "b", "c")
    assert found.kept(2) == ("a", "c")


def test_points_are_spread_evenly_and_mechanisms_work_as_often_as_believed() -> None:
    """Each number's points have the prior's quantiles; a mechanism of weight w is at work in that share."""
    z, working = spread(1024, 5, np.array([0.25, 1.0]), 11)
    for column in z.T:
        assert np.quantile(column, [0.05, 0.5, 0.95]) == pytest.approx([-1.645, 0.0, 1.645], abs=0.02)
    assert working.mean(axis=0) == pytest.approx([0.25, 1.0], abs=1e-3)
