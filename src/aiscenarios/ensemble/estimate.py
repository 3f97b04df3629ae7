"""What an ensemble would need on this machine, told before it is begun; nothing is left behind."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from aiscenarios.ensemble import capacity
from aiscenarios.ensemble.asking import DEFAULT_RUNS, DEFAULT_SEED, check_numbers
from aiscenarios.ensemble.folders import Out, dated
from aiscenarios.ensemble.needs import Needs, needs, refuse_disk
from aiscenarios.ensemble.options import Options
from aiscenarios.ensemble.progress import COMPILING, explained
from aiscenarios.ensemble.run import prepare

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["PATIENCE", "Estimated", "estimate"]

PATIENCE = 3600.0
"""Seconds up to which no cluster is needed."""


class Estimated(NamedTuple):
    """An ensemble, what it needs here, and what there is."""

    scenario: str
    runs: int
    agents: int
    folder: Path
    needs: Needs
    memory: int | None
    """Bytes that this machine has; None where it cannot be told."""
    disk: int
    """Bytes that are free where the result goes."""

    @property
    def cluster_helps(self) -> bool:
        """Whether it takes long enough for a cluster to be worth while."""
        return self.needs.seconds > PATIENCE


def estimate(
    scenario: "Scenario | str | Path",
    runs: int | None = None,
    seed: int = DEFAULT_SEED,
    *,
    out: Out = dated,
    **options: Unpack[Options],
) -> Estimated:
    """Time, memory and disk from a few timed runs.

    Arguments are those of ``run``.

    Raises:
        InputError: it is impossible here, with the numbers, or anything asked for is.
    """
    runs = DEFAULT_RUNS if runs is None else int(runs)
    check_numbers(runs=runs)
    prepared = prepare((scenario,), seed, out=(out,), **options)
    (model,), (folder,) = prepared.models, prepared.folders
    with explained(options.get("progress", "auto"), COMPILING):
        needed = needs([model], runs, options.get("threads") or os.cpu_count() or 1)
    refuse_disk({folder: needed.disk})
    return Estimated(
        model.manifest(runs).scenario, runs, model.setup.agents, folder, needed, capacity.memory(),
        capacity.free_disk(folder),
    )  # fmt: skip
