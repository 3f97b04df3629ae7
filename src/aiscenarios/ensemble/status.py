"""How far the ensemble in a folder has come, told from its files alone while others may be writing them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.store import Store

__all__ = ["Status", "of_folder", "of_store"]


@dataclass(frozen=True, kw_only=True)
class Status:
    """What a folder holds of its ensemble.

    Args:
        folder, scenario, seed: which ensemble.
        runs: asked for.
        stored: runs in whole chunks.
        failed: of these, runs that broke off.
        chunks, missing: chunks in all, and those absent or damaged.
        begun, changed: when the manifest was made and when the newest chunk was stored, UTC to the second.
    """

    folder: Path
    scenario: str
    seed: int
    runs: int
    stored: int
    failed: int
    chunks: int
    missing: int
    begun: str
    changed: str | None

    @property
    def whole(self) -> bool:
        """Whether every run is there."""
        return self.missing == 0


def of_folder(folder: Path) -> Status:
    """The status of the ensemble in a folder.

    Raises:
        InputError: there is none, or its manifest cannot be read.
    """
    return of_store(stores.open_store(folder))


def of_store(store: Store) -> Status:
    """The status of a store."""
    missing = set(store.missing())
    there = [span for span in store.spans if span not in missing]
    wanted = {span: min(span.runs, store.runs - span.first) for span in there}
    states = (store.part("runs", span, ["status"])["status"][:runs] for span, runs in wanted.items())
    times = [store.path("chunks", span).stat().st_mtime for span in there]
    newest = datetime.fromtimestamp(max(times), UTC).isoformat(timespec="seconds") if times else None
    return Status(
        folder=store.folder,
        scenario=store.manifest.scenario,
        seed=store.manifest.seed,
        runs=store.runs,
        stored=sum(wanted.values()),
        failed=sum(int(np.count_nonzero(each)) for each in states),
        chunks=len(store.spans),
        missing=len(missing),
        begun=store.manifest.created,
        changed=newest,
    )
