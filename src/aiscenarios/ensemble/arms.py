"""Ensembles begun, taken up and completed together: arms that share a history simulate it once.

The chunk is the outer loop and the arms the inner one, so each stretch of history is simulated once and kept
only as long as its arms need it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import chunk_size
from aiscenarios.ensemble.course import Arm, Course, Job
from aiscenarios.ensemble.executors import Executor
from aiscenarios.ensemble.needs import disk, refuse_disk
from aiscenarios.ensemble.progress import COMPILING, Style, explained
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.store import Store
from aiscenarios.ensemble.trial import Together, Trial, trial

__all__ = ["Arm", "complete_arms"]

MANY = 800
"""Runs that are reckoned with where they go on until chances are known well enough.

A chunk for each thread in the first round, and not too small ones in those to come.
"""
TRIES = 3
"""How often what is missing is looked for.

A process that asks for fewer or more runs of an ensemble at the same time cuts its last chunk otherwise.
"""


def complete_arms(
    arms: Sequence[Arm],
    together: Together,
    executor: Executor,
    *,
    progress: Style = "none",
    shard: Shard = WHOLE,
) -> tuple[Store, ...]:
    """Begin or take up ensembles of the same number of runs, and simulate what is missing of them.

    Args:
        arms: the ensembles; their size of chunk is chosen here unless their folder has one.
        together: gives runs of several arms.
        executor: makes the chunks.
        progress: how to show it on stderr.
        shard: the part of the chunks to simulate; the rest is others' work.

    Raises:
        InputError: a folder holds something else, or the runs do not fit on this machine; nothing is written.
        Stopped: what makes the chunks is gone; what is stored stays.
    """
    there = [_stored(arm) for arm in arms]
    tried = None
    if any(store is None or _lacks(store, shard) for store in there):
        with explained(progress, COMPILING):
            tried = trial(together, len(arms))
        refuse_disk(_yet_to_write(arms, there, tried, shard))
    begun = tuple(_begun(arm, tried, executor.slots * shard.of, len(arms)) for arm in arms)
    for _ in range(TRIES):
        jobs = _jobs(begun, shard)
        if not jobs:
            break
        Course(arms, begun, together, shard).run(jobs, executor, progress)
        begun = tuple(stores.create(arm.folder, arm.manifest, arm.texts) for arm in arms)
    return begun


def _stored(arm: Arm) -> Store | None:
    """What is stored of an ensemble, to be looked at as that of the runs now asked for."""
    store = stores.stored_in(arm.folder, arm.manifest)
    if store is None:
        return None
    runs = arm.manifest.runs
    return replace(store, manifest=replace(store.manifest, runs=max(store.runs, runs)), runs=runs)


def _yet_to_write(
    arms: Sequence[Arm], there: Sequence[Store | None], tried: Trial, shard: Shard
) -> dict[Path, float]:
    """Bytes yet to be written to each folder by this process."""
    a_run = disk(arms[0].manifest, tried.chunk)
    lacking = (
        arm.manifest.runs / shard.of
        if store is None
        else sum(span.runs for span in store.missing() if shard.holds(span))
        for arm, store in zip(arms, there, strict=True)
    )
    return {arm.folder: a_run * runs for arm, runs in zip(arms, lacking, strict=True)}


def _lacks(store: Store, shard: Shard) -> bool:
    return any(shard.holds(span) for span in store.missing())


def _begun(arm: Arm, tried: Trial | None, slots: int, arms: int) -> Store:
    if tried is None:
        return stores.create(arm.folder, arm.manifest, arm.texts)
    # Where it is not known yet how many runs there will be, the first few must not decide for all.
    runs = arm.manifest.runs if arm.manifest.until is None else max(arm.manifest.runs, MANY)
    chunk = chunk_size(tried.seconds * arms, runs, slots)
    return stores.create(arm.folder, replace(arm.manifest, chunk=chunk), arm.texts)


def _jobs(begun: Sequence[Store], shard: Shard) -> list[Job]:
    """What is missing of a shard, the same stretch of several arms as one job."""
    lacking = sorted(
        (span.first, span, arm)
        for arm, store in enumerate(begun)
        for span in store.missing()
        if shard.holds(span)
    )
    return [
        Job(span, tuple(arm for _, _, arm in same))
        for (_, span), same in groupby(lacking, key=lambda each: each[:2])
    ]
