"""A quadratic in normal scores that stands for the model, and what it leaves unexplained."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.simulator import Places

__all__ = ["RUNS_A_TERM", "Emulator", "emulate", "features", "left_out", "most_numbers", "terms"]

RUNS_A_TERM = 10
"""Fewest runs for each term of the quadratic (with fewer, the emulator's own error grows)."""


def terms(numbers: int) -> int:
    """Terms of a quadratic: a constant, the numbers, their squares and products."""
    return (numbers + 1) * (numbers + 2) // 2


def most_numbers(runs: int) -> int:
    """How many numbers a quadratic may have on this many runs."""
    numbers = 0
    while terms(numbers + 1) * RUNS_A_TERM <= runs:
        numbers += 1
    return numbers


def features(places: Places) -> NDArray[np.float64]:
    """Constant, numbers, squares and products: run x term."""
    row, column = np.triu_indices(places.shape[1])
    return np.concatenate([np.ones((len(places), 1)), places, places[:, row] * places[:, column]], axis=1)


@dataclass(frozen=True)
class Emulator:
    """The mean of each target as a quadratic of the numbers that move it, and a Normal residual.

    Args:
        weights: term x target.
        residual: covariance between targets of what the quadratic leaves: luck of a run, contested
            mechanisms, numbers that were screened out, and the quadratic's own error.
        explained: part of each target's variance over the prior that the quadratic explains, left-out runs.
    """

    weights: NDArray[np.float64]
    residual: NDArray[np.float64]
    explained: NDArray[np.float64]

    def mean(self, places: Places) -> NDArray[np.float64]:
        """Expected targets, run x target."""
        return features(places) @ self.weights

    @cached_property
    def numbers(self) -> int:
        """How many numbers it takes."""
        found = 0
        while terms(found) < len(self.weights):
            found += 1
        return found

    def parts(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Constant by target, slopes target x number, and curvature target x number x number."""
        n = self.numbers
        row, column = np.triu_indices(n)
        curved = np.zeros((self.weights.shape[1], n, n))
        curved[:, row, column] = self.weights[1 + n :].T
        return self.weights[0], self.weights[1 : 1 + n].T, curved


def left_out(
    known: NDArray[np.float64], shown: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least squares, and the error at each run of a fit that leaves the run out, in closed form.

    Args:
        known: run x term.
        shown: run x target.

    Returns:
        Weights, term x target, and errors, run x target.
    """
    orthogonal, upper = np.linalg.qr(known)
    weights = np.linalg.solve(upper, orthogonal.T @ shown)
    leverage = (orthogonal**2).sum(axis=1, keepdims=True)
    return weights, (shown - known @ weights) / (1.0 - leverage)


def emulate(places: Places, shown: NDArray[np.float64]) -> Emulator:
    """Least squares of the targets on the numbers, with the residuals of left-out runs.

    Args:
        places: run x number; only numbers that move a target.
        shown: run x target.

    Raises:
        ValueError: too few runs for the terms.
    """
    known = features(places)
    if known.shape[1] * 2 > len(known):
        raise ValueError(f"{len(known)} runs are too few for {known.shape[1]} terms")
    weights, residuals = left_out(known, shown)
    spread = shown.var(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        explained = np.where(spread > 0.0, 1.0 - (residuals**2).mean(axis=0) / spread, 0.0)
    return Emulator(weights, residuals.T @ residuals / len(residuals), explained)
