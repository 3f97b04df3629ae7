"""What the fitted model does not reproduce, by name and in words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.inference import Sampler
from aiscenarios.ensemble.targets import Target, Targets

__all__ = ["EVIDENT", "FAR", "Misfit", "misfit"]

EVIDENT = 0.05
"""A posterior predictive p below this is evidence that the model does not reproduce the targets."""
FAR = 2.0
"""A target is named when what was printed lies this many standard deviations from what is expected."""


@dataclass(frozen=True)
class Misfit:
    """How far what was printed lies from what the fitted model prints.

    Args:
        targets: the targets.
        p: posterior predictive p of the whole vector (Gelman, Meng and Stern 1996).
        implausibility: by target, printed less expected, in standard deviations of what would be printed.
        expected: by target, what the fitted model prints on average, on the scale of the error.
    """

    targets: Targets
    p: float
    implausibility: NDArray[np.float64]
    expected: NDArray[np.float64]

    @property
    def worst(self) -> Target:
        """The target that fits worst."""
        return self.targets.each[int(np.abs(self.implausibility).argmax())]

    @property
    def far(self) -> tuple[tuple[Target, float, float], ...]:
        """Targets that fit badly, worst first: the target, its implausibility, and what is expected."""
        order = np.argsort(-np.abs(self.implausibility), kind="stable")
        return tuple(
            (target, float(self.implausibility[i]), float(target.series.error.unscaled(self.expected[i])))
            for i in order
            if abs(self.implausibility[i]) > FAR
            for target in (self.targets.each[i],)
        )

    @property
    def verdict(self) -> str:
        """The p in words, with what it does not say."""
        worst = self.worst.name
        if self.p < EVIDENT:
            return f"The fitted model does not reproduce the targets (p = {self.p:.3f}); worst: {worst}."
        return (
            f"No misfit of all targets together was seen (p = {self.p:.2f}). That is no evidence of a fit: a"
            f" planted fault was seen by this test 8% of the time. Worst: {worst}."
        )


def misfit(targets: Targets, sampler: Sampler, draws: NDArray[np.float64]) -> Misfit:
    """Hold what was printed against what the posterior predicts.

    Args:
        targets: what was printed.
        sampler: the fit.
        draws: of the posterior, draw x number.
    """
    from scipy.stats import chi2

    mean = sampler.emulator.mean(draws)
    total = targets.covariance() + sampler.emulator.residual
    apart = (((targets.values - mean) @ sampler.whiten.T) ** 2).sum(axis=1)
    expected = mean.mean(axis=0)
    spread = np.sqrt(mean.var(axis=0) + np.diag(total))
    # Given the numbers, a replicated vector's distance is chi-squared: no replicas need be drawn.
    return Misfit(
        targets,
        float(chi2.sf(apart, len(targets.each)).mean()),
        (targets.values - expected) / spread,
        expected,
    )
