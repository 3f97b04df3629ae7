"""Which numbers the targets can say anything about, from the design's own runs.

Pairs of runs at both ends of one prior, with the same luck, were tried first: within a few quarters people in
them decide differently, so that with 2,400 pairs only seven numbers stood out of the luck. The runs of the
design move all numbers at once and tell each apart from the others, so every run counts for every number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.design import Design

__all__ = ["LEAST", "Screening", "screen"]

LEAST = 0.02
"""A number is kept if the targets hold this much information on it: its variance narrows by about 2%."""


@dataclass(frozen=True)
class Screening:
    """What the targets can say about each number.

    Args:
        names: of the numbers.
        information: Fisher information at the middle of the prior about the number's place, its prior having
            1; less what luck alone gives, so it can be below 0.
    """

    names: tuple[str, ...]
    information: NDArray[np.float64]

    def kept(self, most: int) -> tuple[str, ...]:
        """Names with information, the ``most`` informed of them, in the prior's order."""
        order = [i for i in np.argsort(-self.information, kind="stable") if self.information[i] > LEAST]
        return tuple(self.names[i] for i in sorted(order[:most]))


def screen(names: tuple[str, ...], runs: Design, errors: NDArray[np.float64]) -> Screening:
    """Regress all targets on all numbers and their squares, and weigh slopes by the targets' errors and luck.

    Args:
        names: of the numbers.
        runs: the design.
        errors: covariance of the targets' own errors.
    """
    places = runs.places
    known = np.concatenate([np.ones((len(places), 1)), places, places**2 - 1.0], axis=1)
    inverse = np.linalg.inv(known.T @ known)
    weights = inverse @ (known.T @ runs.shown)
    left = runs.shown - known @ weights
    residual = left.T @ left / (len(places) - known.shape[1])
    whiten = np.linalg.inv(np.linalg.cholesky(errors + residual))
    seen, luck = weights @ whiten.T, np.trace(whiten @ residual @ whiten.T) * np.diag(inverse)
    signal = (seen**2).sum(axis=1) - luck
    n = len(names)
    # A square term moves twice as much, squared, as its weight where the number is one deviation away.
    return Screening(names, signal[1 : 1 + n] + 2.0 * signal[1 + n :])
