"""The fit itself: the emulator's Normal likelihood and the prior in PyMC, sampled by NUTS.

``z ~ Normal(0, 1)`` are the places of the numbers in their priors. The graph is elementwise, which PyTensor
compiles in seconds; whitening happens in NumPy before. The compiled density is kept and given new data, so
that many data sets cost one compilation.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.emulator import Emulator
from aiscenarios.evidence.beliefs import LARGEST_Z

__all__ = ["Posterior", "Sampler", "Sampling"]


@dataclass(frozen=True)
class Sampling:
    """How long to sample."""

    chains: int = 4
    draws: int = 1000
    tune: int = 1000

    @classmethod
    def short(cls) -> "Sampling":
        """For many data sets that are looked at together."""
        return cls(chains=2, draws=500, tune=300)


@dataclass(frozen=True)
class Posterior:
    """Draws of the places.

    Args:
        draws: chain x draw x number.
        tree: the same as ArviZ keeps it, with what the sampler said of itself.
    """

    draws: NDArray[np.float64]
    tree: Any

    @property
    def flat(self) -> NDArray[np.float64]:
        """All draws: draw x number."""
        return self.draws.reshape(-1, self.draws.shape[-1])

    @cached_property
    def rhat(self) -> float:
        """The largest rank-normalised split R-hat (Vehtari et al. 2021)."""
        import arviz as az

        return float(az.rhat(self.tree)["z"].max())

    @cached_property
    def ess(self) -> float:
        """The smallest bulk effective sample size."""
        import arviz as az

        return float(az.ess(self.tree, method="bulk")["z"].min())

    @cached_property
    def divergences(self) -> int:
        """Steps of the sampler that went astray."""
        return int(self.tree["sample_stats"]["diverging"].sum())


class Sampler:
    """NUTS on one emulator, for any data.

    Args:
        names: of the numbers that the emulator takes.
        emulator: stands for the model.
        errors: covariance of the targets' own errors.
    """

    def __init__(self, names: tuple[str, ...], emulator: Emulator, errors: NDArray[np.float64]) -> None:
        self.names = names
        self.emulator = emulator
        self.whiten = np.linalg.inv(np.linalg.cholesky(errors + emulator.residual))
        self._model: Any = None
        self._density: Any = None

    def __call__(self, values: NDArray[np.float64], seed: int, sampling: Sampling | None = None) -> Posterior:
        """Sample the posterior for what was printed.

        Args:
            values: by target, on the scales of their errors.
            seed: of the sampler.
            sampling: how long; default: as to publish.
        """
        import pymc as pm

        how = sampling or Sampling()
        if self._model is None:
            self._compile()
        with self._model:
            pm.set_data({"printed": self.whiten @ values})
            self._density.set_extra_values({"printed": self.whiten @ values})
            step = pm.NUTS(logp_dlogp_func=self._density, target_accept=0.8)
            tree = pm.sample(
                draws=how.draws, tune=how.tune, chains=how.chains, cores=1, step=step, random_seed=seed,
                init="adapt_diag", initvals={"z": np.zeros(len(self.names))}, progressbar=False, quiet=True,
                compute_convergence_checks=False,
            )  # fmt: skip
        return Posterior(np.asarray(tree["posterior"]["z"]), tree)

    def _compile(self) -> None:
        import pymc as pm
        import pytensor.tensor as pt

        constant, slopes, curves = self.emulator.parts()
        row, column = np.triu_indices(len(self.names))
        bends = curves[:, row, column]
        constant, slopes, bends = (self.whiten @ part for part in (constant, slopes, bends))
        with pm.Model(coords={"name": list(self.names)}) as self._model:
            z = pm.Normal("z", 0.0, 1.0, dims="name")
            printed = pm.Data("printed", np.zeros(len(constant)))
            place = pt.clip(z, -LARGEST_Z, LARGEST_Z)
            mean = constant + (slopes * place).sum(1) + (bends * (place[row] * place[column])).sum(1)
            pm.Potential("likelihood", -0.5 * ((printed - mean) ** 2).sum())
        self._density = self._model.logp_dlogp_function(ravel_inputs=True)
