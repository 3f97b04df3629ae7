"""Ensembles begun, taken up and completed together: arms that share a history simulate it once.

The chunk is the outer loop and the arms the inner one, so each stretch of history is simulated once and kept
only as long as its arms need it.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import Chunk, Span, chunk_size, seconds_a_run, work_off
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.progress import Style, explained, shown
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.store import Store

__all__ = ["Arm", "Together", "complete_arms"]

type Together = Callable[[tuple[int, ...], int, int], tuple[Chunk, ...]]
"""Gives a stretch of runs (its first, how many) of some arms, by their numbers."""


class Arm(NamedTuple):
    """An ensemble, where it is stored, and the files that are put beside it."""

    manifest: Manifest
    folder: Path
    texts: Mapping[str, str]


class _Job(NamedTuple):
    """A stretch of runs that some arms lack."""

    span: Span
    arms: tuple[int, ...]


def complete_arms(
    arms: Sequence[Arm],
    together: Together,
    *,
    threads: int | None = None,
    progress: Style = "none",
    shard: Shard = WHOLE,
) -> tuple[Store, ...]:
    """Begin or take up ensembles of the same number of runs, and simulate what is missing of them.

    Args:
        arms: the ensembles; their size of chunk is chosen here unless their folder has one.
        together: gives runs of several arms.
        threads: default: one a core.
        progress: how to show it on stderr.
        shard: the part of the chunks to simulate; the rest is others' work.

    Raises:
        InputError: a folder holds something else; nothing is written.
    """
    workers = threads or os.cpu_count() or 1
    chunk = None
    if any([stores.stored_in(arm.folder, arm.manifest) is None for arm in arms]):
        with explained(progress, "compiling the model (once on this machine, about a minute)"):
            seconds = seconds_a_run(lambda first, runs: together((0,), first, runs))
        chunk = chunk_size(seconds * len(arms), arms[0].manifest.runs, workers * shard.of)
    begun = tuple(_begun(arm, chunk) for arm in arms)
    jobs = _jobs(begun, shard)
    missing = sum(job.span.runs * len(job.arms) for job in jobs)
    total = sum(span.runs for store in begun for span in store.spans if shard.holds(span))
    title = ", ".join(store.manifest.scenario for store in begun)
    with shown(progress, title, total, total - missing) as seen:
        work_off(jobs, lambda job: _done(job, begun, together), workers, seen)
    return begun


def _begun(arm: Arm, chunk: int | None) -> Store:
    manifest = arm.manifest if chunk is None else replace(arm.manifest, chunk=chunk)
    return stores.create(arm.folder, manifest, arm.texts)


def _jobs(begun: Sequence[Store], shard: Shard) -> list[_Job]:
    """What is missing of a shard, the same stretch of several arms as one job."""
    lacking = sorted(
        (span.first, span, arm)
        for arm, store in enumerate(begun)
        for span in store.missing()
        if shard.holds(span)
    )
    return [
        _Job(span, tuple(arm for _, _, arm in same))
        for (_, span), same in groupby(lacking, key=lambda each: each[:2])
    ]


def _done(job: _Job, begun: Sequence[Store], together: Together) -> int:
    """Simulate and store a job; the number of runs that were stored."""
    chunks = together(job.arms, job.span.first, job.span.runs)
    for arm, chunk in zip(job.arms, chunks, strict=True):
        begun[arm].commit(job.span, chunk)
    return job.span.runs * len(job.arms)
