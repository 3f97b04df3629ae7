"""What runs on a cluster's workers: they say what they are, take what is to be made, and make it."""

import os
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

from aiscenarios.compiled import cache_folder, kernel_hash
from aiscenarios.ensemble import manifest as manifests

__all__ = ["About", "about", "make", "take", "unlike"]

_taken: dict[str, Callable[[Any], Any]] = {}
"""What this worker was given to make jobs with, by its digest; the last one alone."""


class About(NamedTuple):
    """What a worker, or this process, is."""

    kernel: str
    versions: dict[str, str]
    machine: str
    home: str
    """The folder that holds its compiled model."""


def about() -> About:
    """What this process is."""
    return About(kernel_hash(), manifests.versions(), manifests.machine(), cache_folder() or "")


def unlike(here: About, there: About) -> str | None:
    """Why a worker would not give the same values, or could not read what it is sent; None if it would.

    Another kind of machine is no reason: it is told, since its last bits may differ.
    """
    for name, version in here.versions.items():
        its = there.versions.get(name, "none")
        if _told_apart(name, its) != _told_apart(name, version):
            return f"has {name} {its}, here is {version}"
    if here.kernel != there.kernel:
        return f"has another kernel: {there.kernel} there, {here.kernel} here"
    return None


def _told_apart(name: str, version: str) -> str:
    """The part of a version that matters: of Python all but the last number."""
    return version.rpartition(".")[0] if name == "python" else version


def take(digest: str, work: bytes) -> None:
    """Keep what jobs are to be made with: a callable, pickled by the user's own process."""
    os.environ["NUMBA_NUM_THREADS"] = "1"
    _taken.clear()
    _taken[digest] = pickle.loads(work)


def make(digest: str, job: Any) -> Any:
    """Make a job.

    Raises:
        LookupError: this worker was begun anew and has not been given anything.
    """
    return _taken[digest](job)
