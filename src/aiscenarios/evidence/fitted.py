"""Fitted beliefs: what data made of the starting beliefs, in the same face, drawn by the same keyed uniforms.

A fit is kept as a Gaussian copula over the numbers that data inform: their places in the prior have means,
standard deviations, correlations and, for each, the shape of its marginal. Everything else keeps its prior.

A scenario that believes something else of a number (``prior:``, or a claim left out) replaces that number's
prior, and the data's part, taken as Normal, still moves it. ``fix:`` switches data off for it: the number is
given, and the others are as they are believed to be if it has that value.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aiscenarios.arithmetic import coarse, product
from aiscenarios.evidence.beliefs import LARGEST_Z, Beliefs

__all__ = ["SCORES", "Fitted", "FittedBeliefs"]

SCORES = np.linspace(-2.5, 2.5, 21)
"""Normal scores at which the shape of a marginal is kept; beyond, it goes on as a Normal does."""

type Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What data made of some numbers, all arrays in their order.

    Args:
        names: numbers that data inform.
        prior_mean, prior_sd: of the prior that was fitted, on each number's scale.
        mean, sd: of its place in that prior, in standard deviations.
        shape: number x SCORES: standardised quantiles of that place; SCORES themselves if it is Normal.
        correlation: number x number, of normal scores.
        about: where the fit came from.
    """

    names: tuple[str, ...]
    prior_mean: Values
    prior_sd: Values
    mean: Values
    sd: Values
    shape: Values
    correlation: Values
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def digest_parts(self) -> tuple[object, ...]:
        """All that draws depend on."""
        return (
            self.names, self.prior_mean, self.prior_sd, self.mean, self.sd, self.shape, self.correlation,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """Places of the informed numbers in the prior that was fitted, after a scenario's own beliefs."""

    mean: Values
    sd: Values
    root: Values
    """Lower triangle: root of the correlation."""


@dataclass(frozen=True, eq=False)
class FittedBeliefs(Beliefs):
    """Beliefs after data; ``mean`` and ``sd`` stay those of the starting beliefs.

    Args:
        fitted: what data made of them.
    """

    fitted: Fitted = field(kw_only=True)

    @classmethod
    def of(cls, beliefs: Beliefs, fitted: Fitted) -> "FittedBeliefs":
        """Starting beliefs, a scenario's own among them, after data."""
        return cls(**{each.name: getattr(beliefs, each.name) for each in fields(beliefs)}, fitted=fitted)

    @cached_property
    def informed(self) -> tuple[str, ...]:
        """Numbers that data moved and no scenario fixes."""
        return tuple(name for name in self.fitted.names if name in self.free)

    @property
    def parts(self) -> tuple[object, ...]:
        """All that draws depend on."""
        return (*super().parts, *self.fitted.digest_parts)

    def quantile(self, name: str, u: ArrayLike) -> Values:
        """The number below which the belief puts probability ``u``, in the parameter's unit.

        Raises:
            InputError: the name is unknown.
        """
        from scipy.special import ndtri

        i = self.index(name)
        if name not in self.informed:
            return self._numbers(i, np.asarray(u, dtype=np.float64))
        return self._number(self.fitted.names.index(name), ndtri(np.asarray(u, dtype=np.float64)))

    def _drawn(self, uniforms: Values) -> dict[str, Values]:
        from scipy.special import ndtri

        drawn = super()._drawn(uniforms)
        rows = [self.names.index(name) for name in self.fitted.names]
        scores = product(self._placed.root, ndtri(uniforms[rows]))
        return drawn | {
            name: self._number(j, scores[j])
            for j, name in enumerate(self.fitted.names)
            if name in self.informed
        }

    def _number(self, j: int, scores: Values) -> Values:
        """The j-th informed number at normal scores."""
        fitted, placed = self.fitted, self._placed
        inside = np.interp(scores, SCORES, fitted.shape[j])
        z = inside + (scores - np.clip(scores, SCORES[0], SCORES[-1]))
        place = np.clip(placed.mean[j] + placed.sd[j] * z, -LARGEST_Z, LARGEST_Z)
        scale = self.scales[self.index(fitted.names[j])]
        return scale.back(fitted.prior_mean[j] + fitted.prior_sd[j] * place)

    @cached_property
    def _placed(self) -> _Placed:
        """Means, deviations and correlation once this scenario's beliefs have replaced the prior."""
        fitted = self.fitted
        rows = [self.names.index(name) for name in fitted.names]
        given = self.fixed[rows]
        shift = (self.mean[rows] - fitted.prior_mean) / fitted.prior_sd
        wide = self.sd[rows] / fitted.prior_sd
        kept = np.isnan(given)
        if kept.all() and np.allclose(shift, 0.0, atol=1e-9) and np.allclose(wide, 1.0, atol=1e-9):
            return _Placed(fitted.mean, fitted.sd, coarse(np.linalg.cholesky(fitted.correlation)))
        mean, covariance = _with_prior(fitted, shift, wide)
        for j in np.flatnonzero(~kept):
            scale = self.scales[rows[j]]
            at = (scale.to(float(given[j])) - fitted.prior_mean[j]) / fitted.prior_sd[j]
            mean, covariance = _given(mean, covariance, int(j), at)
        sd = np.sqrt(np.diag(covariance))
        root = np.linalg.cholesky(covariance / np.outer(sd, sd))
        return _Placed(coarse(mean), coarse(sd), coarse(root))


def _with_prior(fitted: Fitted, shift: Values, wide: Values) -> tuple[Values, Values]:
    """Mean and covariance of the places with other priors; what the data say is kept.

    Args:
        fitted: the fit.
        shift: of each prior's mean, in standard deviations of the one that was fitted.
        wide: each prior's sd over that of the one that was fitted.
    """
    precision = np.linalg.inv(fitted.correlation * np.outer(fitted.sd, fitted.sd))
    said, axes = np.linalg.eigh(precision - np.eye(len(shift)))
    # A direction in which the fit is wider than its prior holds no information.
    data = (axes * np.maximum(said, 0.0)) @ axes.T
    covariance = np.linalg.inv(data + np.diag(wide**-2.0))
    return covariance @ (precision @ fitted.mean + shift / wide**2), covariance


def _given(mean: Values, covariance: Values, j: int, at: float) -> tuple[Values, Values]:
    """Mean and covariance of the others where the j-th place is known; its own row becomes independent."""
    slope = covariance[:, j] / covariance[j, j]
    mean = mean + slope * (at - mean[j])
    covariance = covariance - np.outer(slope, covariance[j])
    covariance[j, :] = covariance[:, j] = 0.0
    covariance[j, j] = 1.0
    return mean, covariance
