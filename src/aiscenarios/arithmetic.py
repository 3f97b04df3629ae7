"""Arithmetic that gives the same bits on every CPU of a kind of machine.

numpy takes its exponential from the widest instructions a CPU has, and BLAS its order of adding; both then
differ in the last bit, and a run drawn from such numbers is another run. What runs depend on is computed
here: by the C library, one number at a time, in one order.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aiscenarios.compiled import rule

__all__ = ["coarse", "exp", "log", "product"]

type Values = NDArray[np.float64]


@rule
def _exp(found, values):
    for i in range(len(values)):
        found[i] = math.exp(values[i])


@rule
def _log(found, values):
    for i in range(len(values)):
        found[i] = math.log(values[i]) if values[i] > 0.0 else (-math.inf if values[i] == 0.0 else math.nan)


@rule
def _product(found, matrix, vectors):
    for i in range(matrix.shape[0]):
        for n in range(vectors.shape[1]):
            total = 0.0
            for k in range(matrix.shape[1]):
                total += matrix[i, k] * vectors[k, n]
            found[i, n] = total


def exp(values: ArrayLike) -> Values:
    """The exponential of each value."""
    given = np.asarray(values, dtype=np.float64, order="C")
    found = np.empty(given.shape)
    _exp(found.reshape(-1), given.reshape(-1))
    return found


def log(values: ArrayLike) -> Values:
    """The natural logarithm of each value: minus infinity at zero, NaN below."""
    given = np.asarray(values, dtype=np.float64, order="C")
    found = np.empty(given.shape)
    _log(found.reshape(-1), given.reshape(-1))
    return found


def product(matrix: Values, vectors: Values) -> Values:
    """A matrix times columns, each sum from the first term to the last."""
    found = np.empty((len(matrix), vectors.shape[1]))
    _product(found, np.ascontiguousarray(matrix), np.ascontiguousarray(vectors))
    return found


def coarse(values: Values) -> Values:
    """Values to seven digits: what linear algebra leaves in the last ones hangs on the CPU."""
    return values.astype(np.float32).astype(np.float64)
