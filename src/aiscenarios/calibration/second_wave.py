"""The cross-check: real runs from around the posterior, a local refit, and those same draws re-weighted.

Sampling is never done on the local fit, which would lead outside the runs it was made from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.design import of_runs
from aiscenarios.calibration.emulator import left_out
from aiscenarios.calibration.inference import Sampler
from aiscenarios.calibration.simulator import Simulator
from aiscenarios.ensemble.psis import Smoothed, smoothed

__all__ = ["INFLATION", "RUNS", "SecondWave", "second_wave"]

RUNS = 2000
INFLATION = 1.5
"""Standard deviations are widened by this, but never beyond the prior."""


@dataclass(frozen=True)
class SecondWave:
    """Draws around the posterior with their weights.

    Args:
        draws: draw x number.
        smoothed: their weights.
        shift: largest move of a mean, in standard deviations of the first posterior.
        moved: the number that moved most.
    """

    draws: NDArray[np.float64]
    smoothed: Smoothed
    shift: float
    moved: str


def second_wave(
    simulator: Simulator,
    sampler: Sampler,
    posterior: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
    runs: int = RUNS,
) -> SecondWave:
    """Simulate around a posterior and re-weight.

    Args:
        simulator: the model.
        sampler: the first fit.
        posterior: its draws, draw x number.
        values: what was printed.
        seed: of draws and luck.
        runs: how many.
    """
    luck, beliefs = np.random.default_rng(seed), simulator.beliefs
    columns = np.array([beliefs.free.index(name) for name in sampler.names])
    mean, sd = posterior.mean(axis=0), posterior.std(axis=0)
    spread, axes = np.linalg.eigh(np.cov(posterior.T))
    wide = np.maximum(spread, np.minimum(1.0, INFLATION**2 * spread))
    places = luck.standard_normal((runs, len(beliefs.free)))
    scores = places[:, columns]
    places[:, columns] = mean + (scores * np.sqrt(wide)) @ axes.T
    weights = np.array([switch.weight for switch in beliefs.switches])
    shown = simulator(places, luck.random((runs, len(weights))) < weights, seed)
    whole = np.isfinite(shown).all(axis=1)
    found = of_runs(places, shown)
    draws, scores = found.places[:, columns], scores[whole]
    likelihood = _local(sampler, draws, found.shown, simulator.targets.covariance(), values)
    proposal = -0.5 * (scores**2).sum(axis=1)
    logs = likelihood - 0.5 * (draws**2).sum(axis=1) - proposal
    kept = smoothed(logs)
    moves = np.abs(kept.weights @ draws - mean) / sd
    return SecondWave(draws, kept, float(moves.max()), sampler.names[int(moves.argmax())])


def _local(
    sampler: Sampler,
    draws: NDArray[np.float64],
    shown: NDArray[np.float64],
    errors: NDArray[np.float64],
    values: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Log likelihood of each draw by the emulator with a local correction: constant, slopes and squares."""
    middle, scale = draws.mean(axis=0), draws.std(axis=0)
    near = (draws - middle) / scale
    known = np.concatenate([np.ones((len(draws), 1)), near, near**2], axis=1)
    first = sampler.emulator.mean(draws)
    weights, residuals = left_out(known, shown - first)
    whiten = np.linalg.inv(np.linalg.cholesky(errors + residuals.T @ residuals / len(residuals)))
    return np.asarray(-0.5 * (((values - first - known @ weights) @ whiten.T) ** 2).sum(axis=1))
