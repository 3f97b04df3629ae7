"""The sampler, the weights of real runs and the check of the fit, where the answer has a closed form."""

import numpy as np
import pytest
from arviz_stats.base import array_stats

from aiscenarios.calibration.design import Design, spread
from aiscenarios.calibration.emulator import emulate
from aiscenarios.calibration.inference import Sampler, Sampling
from aiscenarios.calibration.publish import resampled
from aiscenarios.calibration.sbc import COVER50, COVER90, judge
from aiscenarios.calibration.second_opinion import second_opinion
from aiscenarios.ensemble.psis import smoothed

SLOPES = np.array([[1.0, 0.5, 0.0], [0.0, 1.0, -0.5]])
NOISE, ERRORS = 0.5, np.diag([0.2, 0.4])


def linear(runs: int) -> Design:
    """Runs of a model that is linear with luck of its own."""
    z, luck = spread(runs, 3, np.empty(0), 5)[0], np.random.default_rng(6)
    return Design(z, z @ SLOPES.T + NOISE * luck.normal(size=(runs, 2)), 0)


def exact(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the posterior of that model (Normal prior, Normal likelihood)."""
    inner = np.linalg.inv(ERRORS + NOISE**2 * np.eye(2))
    covariance = np.linalg.inv(np.eye(3) + SLOPES.T @ inner @ SLOPES)
    return covariance @ SLOPES.T @ inner @ values, covariance


@pytest.mark.filterwarnings("ignore")
def test_sampler_and_second_opinion_find_the_known_posterior() -> None:
    """NUTS on the emulator, for two data sets on one compilation, and ABC on its runs: the closed form."""
    design = linear(4096)
    sampler = Sampler(("a", "b", "c"), emulate(design.places, design.shown), ERRORS)
    for seed, values in enumerate((np.array([1.0, -1.0]), np.array([0.0, 2.0]))):
        mean, covariance = exact(values)
        found = sampler(values, seed, Sampling(chains=2, draws=1500, tune=500))
        assert found.rhat < 1.02 and found.ess > 400 and found.divergences == 0
        assert found.flat.mean(axis=0) == pytest.approx(mean, abs=0.08)
        assert np.cov(found.flat.T) == pytest.approx(covariance, abs=0.08)
        second = second_opinion(design, np.arange(3), ERRORS, values, seed)
        assert second.mean == pytest.approx(mean, abs=0.12)
        assert second.sd == pytest.approx(np.sqrt(np.diag(covariance)), abs=0.12)


def test_the_largest_weights_are_smoothed_and_not_the_smallest() -> None:
    """Weights that grow steeply concentrate on the largest, and are not to be trusted; equal ones are."""
    steep = smoothed(np.linspace(0.0, 80.0, 2000))
    assert steep.weights.argmax() > 1980 and steep.weights[-50:].sum() > 0.8
    assert steep.khat > 0.7 and steep.effective < 100
    luck = np.random.default_rng(1).normal(0.0, 0.1, 2000)
    even = smoothed(luck)
    assert even.khat < 0.7 and even.effective > 1900
    assert even.weights.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("spread", [0.05, 1.0, 4.0])
@pytest.mark.parametrize("draws", [30, 225, 400, 5000])
def test_smoothing_is_that_of_arviz(draws: int, spread: float) -> None:
    """Weights and shape of the tail are those of its implementation, for light tails and heavy ones."""
    logs = np.random.default_rng(draws).standard_t(3, draws) * spread
    expected, khat = array_stats.psislw(-logs)
    found = smoothed(logs)
    assert found.khat == pytest.approx(float(khat), abs=1e-9)
    assert found.weights == pytest.approx(np.exp(expected), rel=1e-9)


def test_a_run_that_counts_for_nothing_has_no_weight() -> None:
    """Minus infinity is a weight of 0, and the others share the whole."""
    logs = np.random.default_rng(2).normal(size=500)
    logs[::7] = -np.inf
    found = smoothed(logs).weights
    assert (found[::7] == 0.0).all() and found.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("logs", "khat"),
    [
        ([0.0, -1.0, -2.0], np.inf),
        (np.where(np.arange(500) < 200, 0.0, -1.0), 0.0),
        (np.zeros(40), 0.0),
        (np.full(40, -np.inf), np.inf),
    ],
    ids=["few draws", "tied tail", "all alike", "none left"],
)
def test_weights_without_a_tail_are_what_they_are(logs: np.ndarray, khat: float) -> None:
    """Where no tail can be smoothed, weights are the likelihoods themselves, and their shape says so."""
    found, plain = smoothed(np.array(logs)), np.exp(logs)
    assert found.khat == khat
    assert found.weights == pytest.approx(plain / max(plain.sum(), 1e-300))
    assert found.effective == pytest.approx(plain.sum() ** 2 / max((plain**2).sum(), 1e-300))


def test_draws_of_equal_weight_stand_for_weighted_ones() -> None:
    """Resampling keeps each draw as often as its weight says, to within one copy."""
    weights = np.random.default_rng(3).dirichlet(np.full(50, 0.5))
    draws = np.arange(50.0)[:, None]
    copies = np.bincount(resampled(draws, weights, 4)[:, 0].astype(int), minlength=50)
    assert copies.sum() == 50 and (np.abs(copies - 50 * weights) < 1.0).all()


def conjugate(truths: int = 200, draws: int = 1000) -> tuple[np.ndarray, list[np.ndarray]]:
    """Truths of four numbers and exact posteriors after one measurement of each, as exact as the prior."""
    luck = np.random.default_rng(8)
    truth = luck.normal(size=(truths, 4))
    seen = truth + luck.normal(size=truth.shape)
    return truth, [one / 2 + np.sqrt(0.5) * luck.normal(size=(draws, 4)) for one in seen]


def test_a_right_fit_passes() -> None:
    """Exact posteriors cover as they should, their ranks are even, and they say more than the prior."""
    truth, draws = conjugate()
    found = judge(tuple("abcd"), truth, draws)
    assert found.faults == ()
    assert COVER90[0] < found.cover90 < COVER90[1] and COVER50[0] < found.cover50 < COVER50[1]
    assert found.contraction == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("prior", "the posterior says no more than the prior"),
        ("narrow", "% intervals cover"),
        ("shifted", "rank curves outside"),
    ],
)
def test_a_planted_fault_is_caught(fault: str, told: str) -> None:
    """A posterior equal to the prior, one 15% too narrow and one that is shifted are each found and named."""
    luck = np.random.default_rng(9)
    truth, draws = conjugate()
    changed = {
        "prior": lambda one: luck.normal(size=one.shape),
        "narrow": lambda one: one.mean(axis=0) + 0.85 * (one - one.mean(axis=0)),
        "shifted": lambda one: one + 0.4,
    }[fault]
    assert any(told in words for words in judge(tuple("abcd"), truth, [changed(one) for one in draws]).faults)
