"""From posterior draws to beliefs that runs can be drawn from, and what they say of their making."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.errors import InputError
from aiscenarios.evidence import Beliefs, fitted_file
from aiscenarios.evidence.fitted import SCORES, Fitted

if TYPE_CHECKING:
    from aiscenarios.calibration.fit import Fit

__all__ = ["check_place", "fingerprint", "keep", "resampled", "summarised"]

_RUNS, _AGENTS, _SEED = 4, 300, 2019
"""Of the small fixed run by which a model is known."""


def fingerprint() -> str:
    """Digest of a small fixed run: another digest, another model.

    Drawn from the starting beliefs without the articles, so that it speaks of the model alone.
    """
    from aiscenarios import ensemble

    return ensemble.run(
        "current_policy", _RUNS, _SEED, agents=_AGENTS, beliefs="prior", threads=1, progress="none"
    ).digest


def resampled(draws: NDArray[np.float64], weights: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Draws of equal weight from weighted ones (systematic resampling, Kitagawa 1996).

    Args:
        draws: draw x number.
        weights: one a draw, summing to one.
        seed: of the one uniform it takes.
    """
    count = len(draws)
    at = (np.random.default_rng(seed).random() + np.arange(count)) / count
    return draws[np.minimum(np.searchsorted(np.cumsum(weights), at), count - 1)]


def summarised(
    prior: Beliefs, names: Sequence[str], draws: NDArray[np.float64], about: dict[str, Any]
) -> Fitted:
    """Draws of places as marginals and a correlation of normal scores.

    Args:
        prior: that was fitted.
        names: of the numbers.
        draws: draw x number.
        about: what the fit was made of.
    """
    from scipy.special import ndtr, ndtri

    rows = [prior.index(name) for name in names]
    mean, sd = draws.mean(axis=0), draws.std(axis=0)
    standard = (draws - mean) / sd
    ranks = (np.argsort(np.argsort(draws, axis=0, kind="stable"), axis=0) + 0.5) / len(draws)
    return Fitted(
        names=tuple(names),
        prior_mean=prior.mean[rows],
        prior_sd=prior.sd[rows],
        mean=mean,
        sd=sd,
        shape=np.quantile(standard, ndtr(SCORES), axis=0).T,
        correlation=np.corrcoef(ndtri(ranks).T),
        about=about,
    )


def check_place(file: Path) -> None:
    """Refuse a file that could not be written, before minutes are spent on what goes into it.

    Raises:
        InputError: it is a folder, or no folder can be made for it.
    """
    there = next(each for each in file.absolute().parents if each.exists())
    if file.is_dir() or not there.is_dir() or not os.access(there, os.W_OK):
        raise InputError("cannot be written", file=str(file), hint="name a file in a folder that can be")


def keep(fit: "Fit", file: Path) -> tuple[Path, Path]:
    """Store the beliefs, and beside them the draws with what the sampler said of itself (NetCDF, ArviZ).

    Args:
        fit: a fit.
        file: ends with .parquet; its folder is made.

    Returns:
        Both files.

    Raises:
        InputError: they cannot be written.
    """
    draws = file.with_suffix(".nc")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fit.posterior.tree.to_netcdf(draws, engine="h5netcdf")
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", file=str(draws)) from problem
    fitted_file.write(fit.fitted, file)
    return file, draws
