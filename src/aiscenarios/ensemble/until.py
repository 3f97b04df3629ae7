"""Runs until chances are known well enough: rounds of whole chunks, each as long as the last foretells."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from aiscenarios.ensemble.asking import DEFAULT_SEED, check_numbers
from aiscenarios.ensemble.folders import Out
from aiscenarios.ensemble.manifest import NARROWEST, WIDEST
from aiscenarios.ensemble.options import Options
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.run import Prepared, complete, prepare
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["MOST", "complete_until", "next_runs", "run_until"]

FIRST = 200
"""Runs of the first round: enough to foretell the second."""
MOST = 100_000
"""Runs at which it stops unless another number is given; 0.4 points need 42,000 that count alike."""


def run_until(
    scenario: "Scenario | str | Path",
    until: float,
    most: int | None = None,
    seed: int = DEFAULT_SEED,
    *,
    out: Out = None,
    **options: Unpack[Options],
) -> Result:
    """Simulate until the widest sampling range of all endings is within a half-width, and store the result.

    It is bit-equal with a run of as many runs. Arguments are those of ``run``; ``most`` is its ``runs``.

    Raises:
        InputError: the half-width cannot be reached, or anything else asked for is impossible.
        Stopped: a cluster is gone; ``resume`` goes on, until the same half-width.
    """
    if not NARROWEST <= until <= WIDEST:
        raise InputError(
            f"must be from {NARROWEST:g} to {WIDEST:g} (got {until:g})", path="until",
            hint="0.01 is one percentage point up and down",
        )  # fmt: skip
    check_numbers(runs=most)
    return complete_until(prepare((scenario,), seed, out=(out,), **options), until, most or MOST)


def complete_until(prepared: Prepared, until: float, most: int, begun: int = 0) -> Result:
    """Round after round, from ``begun`` runs on."""
    runs = min(max(begun, FIRST), most)
    while True:
        (result,) = complete(prepared, runs, until=until, most=most)
        if result.widest <= until or runs >= most:
            return result
        runs = next_runs(runs, result.widest, until, most, result.manifest.chunk)


def next_runs(runs: int, reached: float, until: float, most: int, chunk: int) -> int:
    """Runs in all after the next round: what the law of the root foretells, in whole chunks, more than now.

    Args:
        runs: so far.
        reached: half-width so far.
        until: half-width asked for.
        most: the most there may be.
        chunk: runs of a chunk.
    """
    foretold = math.ceil(runs * (reached / until) ** 2 / chunk) * chunk
    return min(max(foretold, (runs // chunk + 1) * chunk), most)
