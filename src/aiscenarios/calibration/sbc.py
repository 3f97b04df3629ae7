"""Simulation-based calibration: does the fit find truths that were put in (Talts et al. 2018)?

Truths are drawn from the prior, the model itself simulates each once, with luck of its own, and the sources'
errors are added. Each is fitted as the facts are. If the fit is right, the place of a truth in its posterior
is uniform.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiscenarios.calibration.inference import Sampler, Sampling
from aiscenarios.calibration.simulator import Simulator

__all__ = [
    "COVER50", "COVER90", "ENVELOPE", "SEED", "TRUTHS", "Checked", "Truths", "check", "curves", "envelope",
    "judge", "truths",
]  # fmt: skip

TRUTHS, SEED = 100, 190_119
"""Written down before the first check; no design has this seed."""
COVER90, COVER50 = (0.87, 0.93), (0.46, 0.54)
"""Where the pooled coverage of 90% and 50% intervals must lie."""
ENVELOPE = 0.99
"""Chance that the rank curves of all numbers together stay inside, if the fit is right."""
SURE = 3.0
"""Standard errors by which the posterior must be closer to the truths than the prior."""
_SIMULATIONS = 20_000

type Draws = NDArray[np.float64]


@dataclass(frozen=True)
class Truths:
    """Places put in, truth x number, and what sources printed of them, truth x target."""

    places: NDArray[np.float64]
    printed: NDArray[np.float64]


def truths(simulator: Simulator, count: int = TRUTHS, seed: int = SEED) -> Truths:
    """Draw truths from the prior and print what sources would, with their errors.

    Args:
        simulator: the model.
        count: how many.
        seed: of truths, luck and errors.
    """
    beliefs, luck = simulator.beliefs, np.random.default_rng(seed)
    weights = np.array([switch.weight for switch in beliefs.switches])
    places = luck.standard_normal((count, len(beliefs.free)))
    shown = simulator(places, luck.random((count, len(weights))) < weights, seed)
    errors = np.linalg.cholesky(simulator.targets.covariance())
    printed = shown + luck.standard_normal(shown.shape) @ errors.T
    whole = np.isfinite(printed).all(axis=1)
    return Truths(places[whole], printed[whole])


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Args:
        names: of the numbers that were fitted.
        ranks: truth x number: the share of posterior draws below the truth.
        cover90: pooled share of truths inside their 90% intervals.
        cover50: the same of 50%.
        outside: names whose rank curve leaves the simultaneous envelope.
        contraction: by number, mean over truths of 1 - posterior variance / prior variance.
        skill: 1 - mean CRPS of the posterior over that of the prior, pooled.
        skill_error: its standard error over truths.
    """

    names: tuple[str, ...]
    ranks: NDArray[np.float64]
    cover90: float
    cover50: float
    outside: tuple[str, ...]
    contraction: NDArray[np.float64]
    skill: float
    skill_error: float

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, in words; empty if nothing is."""
        inside = {
            f"90% intervals cover {self.cover90:.1%}": COVER90[0] <= self.cover90 <= COVER90[1],
            f"50% intervals cover {self.cover50:.1%}": COVER50[0] <= self.cover50 <= COVER50[1],
            f"rank curves outside: {', '.join(self.outside)}": not self.outside,
            "the posterior says no more than the prior": self.skill > SURE * self.skill_error,
        }
        return tuple(words for words, right in inside.items() if not right)


def check(
    sampler: Sampler,
    known: Truths,
    columns: NDArray[np.int64],
    *,
    seed: int = SEED,
    sampling: Sampling | None = None,
    changed: Callable[[Draws], Draws] | None = None,
) -> tuple[Checked, list[Draws]]:
    """Fit each truth and see where it lies in its posterior.

    Args:
        sampler: the fit.
        known: truths.
        columns: of the places that the sampler's numbers are.
        seed: of the sampler.
        sampling: how long; default: short.
        changed: plants a fault in the draws of a posterior.

    Returns:
        What was found, and the draws of each truth.
    """
    draws = [
        sampler(printed, seed + n, sampling or Sampling.short()).flat
        for n, printed in enumerate(known.printed)
    ]
    return judge(
        sampler.names, known.places[:, columns], [(changed or np.asarray)(one) for one in draws]
    ), draws


def judge(names: tuple[str, ...], places: NDArray[np.float64], draws: list[Draws]) -> Checked:
    """What posteriors are worth, held against the truths.

    Args:
        names: of the numbers.
        places: truths, truth x number.
        draws: of each truth's posterior, draw x number.
    """
    # In the middle of the step between two draws, so that none is at 0 or 1, where the envelope has no width.
    ranks = np.stack(
        [
            ((one < truth).sum(axis=0) + 0.5) / (len(one) + 1.0)
            for one, truth in zip(draws, places, strict=True)
        ]
    )
    gained = 1.0 - np.stack([one.var(axis=0) for one in draws]).mean(axis=0)
    post = np.stack([_crps(one, truth) for one, truth in zip(draws, places, strict=True)]).mean(axis=1)
    prior = _normal_crps(places).mean(axis=1)
    ratio = post - prior * post.mean() / prior.mean()
    return Checked(
        names,
        ranks,
        _covered(ranks, 0.9),
        _covered(ranks, 0.5),
        _outside(names, ranks),
        gained,
        float(1.0 - post.mean() / prior.mean()),
        float(ratio.std(ddof=1) / prior.mean() / np.sqrt(len(places))),
    )


def _covered(ranks: NDArray[np.float64], level: float) -> float:
    """Share of truths inside the central interval of a level."""
    return float((np.abs(ranks - 0.5) < level / 2.0).mean())


def _outside(names: tuple[str, ...], ranks: NDArray[np.float64]) -> tuple[str, ...]:
    """Names whose rank curve leaves the envelope."""
    at, low, high = envelope(*ranks.shape)
    reached = curves(ranks, at)
    left = ((reached < low[:, None]) | (reached > high[:, None])).any(axis=0)
    return tuple(name for name, out in zip(names, left, strict=True) if out)


@cache
def envelope(truths: int, curves: int) -> tuple[Draws, Draws, Draws]:
    """Where all rank curves together stay inside with chance ENVELOPE (Säilynoja, Bürkner and Vehtari 2022).

    Args:
        truths: behind each curve.
        curves: how many there are.

    Returns:
        Places between 0 and 1, and at each the lowest and the highest that a curve may be.
    """
    from arviz_stats.ecdf_utils import ecdf_pit

    even = (np.arange(truths) + 0.5) / truths
    at, _, low, high = ecdf_pit(even, ENVELOPE ** (1.0 / curves), _SIMULATIONS)  # type: ignore[no-untyped-call]
    return at, low, high


def curves(ranks: NDArray[np.float64], at: Draws) -> Draws:
    """Rank curves: the share of truths whose rank is at most each place, place x number."""
    return np.asarray((ranks[None] <= at[:, None, None]).mean(axis=1))


def _crps(draws: Draws, truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Continuous ranked probability score of an ensemble, by number (Gneiting and Raftery 2007)."""
    ordered, count = np.sort(draws, axis=0), len(draws)
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = (weights[:, None] * ordered).sum(axis=0) / (count * count)
    return np.asarray(np.abs(draws - truth).mean(axis=0) - spread)


def _normal_crps(truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same of the prior, a standard Normal (closed form)."""
    from scipy.special import ndtr

    density = np.exp(-0.5 * truth**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(truth * (2.0 * ndtr(truth) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi))
