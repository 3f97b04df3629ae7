"""The keyed uniforms behind parameter draws: one Philox block a run and name."""

import numpy as np
from numpy.typing import NDArray

from aiscenarios.compiled import rule
from aiscenarios.draws import DECISIONS, uniform

__all__ = ["parameter_uniforms"]

_PARAMETER = DECISIONS["parameter"]


@rule
def parameter_uniforms(
    seed: np.uint64, runs: NDArray[np.int64], identities: NDArray[np.uint64]
) -> NDArray[np.float64]:
    """Uniforms name x run, addressed by (seed, run, name) and nothing else."""
    found = np.empty((len(identities), len(runs)))
    for i in range(len(identities)):
        for j in range(len(runs)):
            found[i, j] = uniform(seed, runs[j], 0, identities[i], _PARAMETER)
    return found
