"""A second opinion on the same runs, without emulator and sampler: regression-adjusted ABC.

The design's runs get errors as sources make them; those that print nearly what was printed are kept, and a
local linear regression moves each to what was printed (Beaumont, Zhang and Balding 2002). Nearness is that of
the regression's own guess of the numbers (Fearnhead and Prangle 2012).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.design import Design

__all__ = ["NEAREST", "SecondOpinion", "second_opinion"]

NEAREST = 0.2
"""Share of the runs that is kept."""


@dataclass(frozen=True)
class SecondOpinion:
    """Means and standard deviations of the places, by number."""

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]

    def distance(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far its means lie from those of a posterior, by number, in that posterior's deviations."""
        return np.asarray(np.abs(self.mean - draws.mean(axis=0)) / draws.std(axis=0))


def second_opinion(
    runs: Design,
    columns: NDArray[np.int64],
    errors: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> SecondOpinion:
    """The posterior by rejection and regression.

    Args:
        runs: the design.
        columns: of the numbers that are fitted.
        errors: covariance of the targets' errors.
        values: what was printed.
        seed: of the errors added to the runs.
    """
    places = runs.places[:, columns]
    luck = np.random.default_rng(seed).standard_normal(runs.shown.shape)
    printed = runs.shown + luck @ np.linalg.cholesky(errors).T
    everywhere = np.ones(len(places))
    guess, _ = _regressed(printed, places, values, everywhere)
    far = np.sqrt((((printed - values) @ guess) ** 2).sum(axis=1))
    reach = np.quantile(far, NEAREST)
    near = far < reach
    weights = 1.0 - (far[near] / reach) ** 2
    slopes, _ = _regressed(printed[near], places[near], values, weights)
    moved = places[near] - (printed[near] - values) @ slopes
    mean = weights @ moved / weights.sum()
    return SecondOpinion(mean, np.sqrt(weights @ (moved - mean) ** 2 / weights.sum()))


def _regressed(
    printed: NDArray[np.float64],
    places: NDArray[np.float64],
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes, target x number, and constants of a weighted regression of the places on what was printed."""
    known = np.concatenate([np.ones((len(printed), 1)), printed - values], axis=1)
    root = np.sqrt(weights)[:, None]
    found = np.linalg.lstsq(known * root, places * root, rcond=None)[0]
    return found[1:], found[0]
