"""Fitted beliefs: drawn by the same keyed uniforms, changed by a scenario's own beliefs as data say."""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.calibration.publish import summarised
from aiscenarios.ensemble.believed import believed
from aiscenarios.evidence import Beliefs, Interval, fitted_file, load, priors
from aiscenarios.evidence.fitted import Fitted, FittedBeliefs
from aiscenarios.scenario import load as load_scenario

NAMES = ("look_rate", "chip_bite", "halving_time")
ABOUT = {"as_of": None, "made": "2026-11-28", "evidence": "", "targets": []}
RUNS = range(4000)


def posterior(draws: int = 20_000) -> np.ndarray:
    """Draws of the places of three numbers: correlated, and one of them skewed."""
    luck = np.random.default_rng(1).normal(size=(draws, 3))
    one = 0.8 + 0.5 * luck[:, 0]
    return np.stack([one, -0.5 + 0.4 * luck[:, 0] + 0.3 * luck[:, 1], np.exp(0.5 * luck[:, 2]) - 1.0], axis=1)


def fitted(**about: object) -> Fitted:
    """A fit with those draws."""
    return summarised(priors(load()), NAMES, posterior(), ABOUT | about)


def numbers(beliefs: Beliefs, *names: str) -> np.ndarray:
    """Keyed draws of some parameters, run x number, on their scales in prior deviations."""
    drawn, _ = beliefs.draws(5, RUNS)
    start = priors(load())
    columns = []
    for name in names:
        i = start.index(name)
        scale = np.vectorize(start.scales[i].to)
        columns.append((scale(drawn[name]) - start.mean[i]) / start.sd[i])
    return np.stack(columns, axis=1)


def test_draws_are_those_of_the_posterior() -> None:
    """Means, deviations, quantiles and correlations of keyed draws are those of what was fitted."""
    put_in, out = posterior(), numbers(FittedBeliefs.of(priors(load()), fitted()), *NAMES)
    error = 4.0 * put_in.std(axis=0) / np.sqrt(len(RUNS))
    assert (np.abs(out.mean(axis=0) - put_in.mean(axis=0)) < error).all()
    assert out.std(axis=0) == pytest.approx(put_in.std(axis=0), rel=0.06)
    for u in (0.05, 0.5, 0.95):
        assert np.quantile(out, u, axis=0) == pytest.approx(np.quantile(put_in, u, axis=0), abs=0.08)
    assert np.corrcoef(out.T) == pytest.approx(np.corrcoef(put_in.T), abs=0.06)


def test_what_data_say_nothing_of_keeps_every_bit() -> None:
    """Numbers that were not fitted, switches and dates are drawn as from the starting beliefs."""
    start = priors(load())
    after = FittedBeliefs.of(start, fitted())
    (before, kinds), (now, kinds_now) = start.draws(5, range(50)), after.draws(5, range(50))
    assert kinds.tobytes() == kinds_now.tobytes()
    for name in before.dtype.names:
        assert np.array_equal(before[name], now[name]) == (name not in NAMES), name
    assert start.parts != after.parts


def test_quantiles_are_those_of_draws() -> None:
    """The closed form of a belief and its keyed draws agree."""
    after = FittedBeliefs.of(priors(load()), fitted())
    drawn, _ = after.draws(5, RUNS)
    for name in NAMES:
        for u in (0.1, 0.5, 0.9):
            limit = 4.5 * np.sqrt(u * (1 - u) / len(RUNS))
            assert np.mean(drawn[name] < after.quantile(name, u)) == pytest.approx(u, abs=limit)


def test_a_fixed_number_tells_of_those_it_is_tied_to() -> None:
    """Others are believed as they are where the fixed one has that value: the regression of the draws."""
    start = priors(load())
    at = float(start.scales[start.index("look_rate")].back(start.mean[start.index("look_rate")]))  # place 0
    free = FittedBeliefs.of(start, fitted())
    given = FittedBeliefs.of(priors(load(), fix={"look_rate": at}), fitted())
    assert np.all(given.draws(5, RUNS)[0]["look_rate"] == at)
    put_in = posterior()
    slope = np.cov(put_in[:, 0], put_in[:, 1])[0, 1] / put_in[:, 0].var()
    expected = put_in[:, 1].mean() - slope * put_in[:, 0].mean()
    found = numbers(given, "chip_bite")
    assert found.mean() == pytest.approx(expected, abs=0.03)
    assert found.std() == pytest.approx(0.3, rel=0.08)
    assert np.array_equal(
        given.draws(5, RUNS)[0]["halving_time"], free.draws(5, RUNS)[0]["halving_time"]
    ) or (
        numbers(given, "halving_time").mean() == pytest.approx(numbers(free, "halving_time").mean(), abs=0.08)
    )


def test_another_prior_meets_the_same_data() -> None:
    """A prior that a scenario states replaces the starting belief; what data say is added to it as before."""
    start = priors(load())
    i = start.index("chip_bite")
    one = summarised(start, ("chip_bite",), np.random.default_rng(2).normal(0.6, 0.5, (20_000, 1)), ABOUT)
    precise, said = 1.0 / one.sd[0] ** 2 - 1.0, one.mean[0] / one.sd[0] ** 2  # precision and pull of the data
    low, high = start.scales[i].back(
        np.array([-1.645, 1.645]) * 0.5 * start.sd[i] + start.mean[i] - start.sd[i]
    )
    changed = FittedBeliefs.of(priors(load(), override={"chip_bite": Interval(float(low), float(high))}), one)
    variance = 1.0 / (precise + 4.0)  # a prior half as wide, a deviation lower
    found = numbers(changed, "chip_bite")
    assert found.mean() == pytest.approx(variance * (said - 4.0), abs=0.04)
    assert found.std() == pytest.approx(np.sqrt(variance), rel=0.06)


def test_the_file_says_what_was_fitted(tmp_path: Path) -> None:
    """A fit reads back equal, to the bit of its draws, with all that it says of its making."""
    made = fitted(gates=[{"name": "R-hat", "value": 1.001}])
    fitted_file.write(made, tmp_path / "mine.parquet")
    back = fitted_file.read(tmp_path / "mine.parquet")
    start = priors(load())
    one, other = (FittedBeliefs.of(start, each).draws(3, range(20))[0] for each in (made, back))
    assert one.tobytes() == other.tobytes()
    assert back.about == made.about and back.names == made.names


@pytest.mark.parametrize("content", [b"", b"PAR1", b"name,mean\n"])
def test_a_file_of_something_else_is_refused(content: bytes, tmp_path: Path) -> None:
    """What is no fit is refused by name."""
    (tmp_path / "mine.parquet").write_bytes(content)
    with pytest.raises(InputError, match="holds no fitted beliefs"):
        fitted_file.read(tmp_path / "mine.parquet")


def test_no_later_fact_reaches_a_scenario_of_an_earlier_day(tmp_path: Path) -> None:
    """Beliefs that know more than the scenario's day, or other evidence, are refused; earlier are not."""
    files = {}
    for name, about in {
        "today": {"evidence": load().fingerprint},
        "later": {"as_of": "2024-06-30"},
        "earlier": {"as_of": "2021-12-31"},
        "other": {"evidence": "something else"},
    }.items():
        files[name] = tmp_path / f"{name}.parquet"
        fitted_file.write(fitted(**about), files[name])
    then = load_scenario("current_policy", as_of="2023-12-31")
    known = load().known_by(then.as_of)
    for name in ("today", "later"):
        with pytest.raises(InputError, match="knows facts up to"):
            believed(then, known, files[name])
    assert isinstance(believed(then, known, files["earlier"]), FittedBeliefs)
    made = load_scenario("current_policy", as_of="2026-11-28")
    assert isinstance(believed(made, load().known_by(made.as_of), files["today"]), FittedBeliefs)
    now = load_scenario("current_policy")
    assert isinstance(believed(now, load(), files["today"]), FittedBeliefs)
    with pytest.raises(InputError, match="fitted to other evidence"):
        believed(now, load(), files["other"])


def test_runs_draw_from_a_file(tmp_path: Path) -> None:
    """An ensemble on fitted beliefs is named so, draws from them, and differs from one on starting ones."""
    file = tmp_path / "mine.parquet"
    fitted_file.write(fitted(evidence=load().fingerprint), file)
    small = {"runs": 4, "seed": 2, "agents": 200, "progress": "none"}
    start, after = (ais.run("current_policy", beliefs=name, **small) for name in ("prior", str(file)))
    assert after.manifest.beliefs == str(file) and start.manifest.parameters != after.manifest.parameters
    assert start.digest != after.digest
    expected = FittedBeliefs.of(priors(load()), fitted_file.read(file)).draws(2, range(4))[0]["look_rate"]
    np.testing.assert_allclose(after.parameters["look_rate"], expected, rtol=1e-6)


def test_a_run_draws_the_same_whoever_is_drawn_with_it() -> None:
    """To the last bit, however many are drawn together: else a digest would hang on the size of a chunk."""
    after = FittedBeliefs.of(priors(load()), fitted_file.read("fitted"))
    together = after.draws(7, range(40))
    for size in (1, 3, 16):
        parts = [after.draws(7, range(first, min(first + size, 40))) for first in range(0, 40, size)]
        for which in (0, 1):
            np.testing.assert_array_equal(np.concatenate([part[which] for part in parts]), together[which])


def test_scores_beyond_the_kept_shape_go_on_as_a_normal_does() -> None:
    """Far in the tails a marginal neither stops nor jumps."""
    after = FittedBeliefs.of(priors(load()), fitted())
    far = after.quantile("chip_bite", [0.0001, 0.001, 0.005, 0.995, 0.999, 0.9999])
    assert (np.diff(far) > 0.0).all() and np.isfinite(ndtri(0.0001))
