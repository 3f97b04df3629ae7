"""Runs spread over the prior, to make the emulator from: a scrambled Sobol sequence in normal scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.simulator import Places, Simulator
from aiscenarios.errors import InputError
from aiscenarios.evidence.beliefs import LARGEST_Z

__all__ = ["Design", "design", "of_runs", "spread"]


@dataclass(frozen=True)
class Design:
    """Simulated points.

    Args:
        places: run x number, in standard deviations of the prior.
        shown: run x target, what sources would print, on the scales of their errors.
        lost: runs that broke off or gave no number for some target; they are not among the above.
    """

    places: Places
    shown: NDArray[np.float64]
    lost: int


def check_runs(runs: int, fewest: int) -> None:
    """Refuse a number of runs that does not fill the prior evenly.

    Raises:
        InputError: no power of two, or too few.
    """
    if runs < fewest or runs & (runs - 1):
        raise InputError(f"must be a power of two from {fewest} on (got {runs})", path="runs")


def spread(
    runs: int, numbers: int, weights: NDArray[np.float64], seed: int
) -> tuple[Places, NDArray[np.bool_]]:
    """Points that fill the prior evenly.

    Contested mechanisms are at work in the share of the points that is their weight, so that what they do is
    part of the emulator's residual.

    Args:
        runs: a power of two.
        numbers: how many uncertain numbers.
        weights: of the contested mechanisms.
        seed: of the scrambling.

    Returns:
        Places, run x number, and which mechanisms are at work, run x mechanism.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    sequence = qmc.Sobol(numbers + len(weights), scramble=True, rng=np.random.default_rng(seed))
    uniform = sequence.random(runs)
    places = np.clip(ndtri(uniform[:, :numbers]), -LARGEST_Z, LARGEST_Z)
    return places, uniform[:, numbers:] < weights


def design(simulator: Simulator, runs: int, seed: int) -> Design:
    """Simulate points that fill the prior.

    Args:
        simulator: the model.
        runs: a power of two.
        seed: of points and luck.
    """
    beliefs = simulator.beliefs
    weights = np.array([switch.weight for switch in beliefs.switches])
    places, working = spread(runs, len(beliefs.free), weights, seed)
    return of_runs(places, simulator(places, working, seed))


def of_runs(places: Places, shown: NDArray[np.float64]) -> Design:
    """Simulated points without those that gave no number for some target."""
    whole = np.isfinite(shown).all(axis=1)
    return Design(places[whole], shown[whole], int((~whole).sum()))
