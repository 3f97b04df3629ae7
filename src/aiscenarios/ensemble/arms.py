"""Ensembles begun, taken up and completed together: arms that share a history simulate it once.

The chunk is the outer loop and the arms the inner one, so each stretch of history is simulated once and kept
only as long as its arms need it.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import Chunk, Span, chunk_size
from aiscenarios.ensemble.executors import Executor
from aiscenarios.ensemble.log import Log
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.needs import disk, refuse_disk
from aiscenarios.ensemble.progress import COMPILING, Progress, Style, explained, shown
from aiscenarios.ensemble.running import Count, Counter, Running, of_chunk, of_stored
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.store import Parts, Store
from aiscenarios.ensemble.trial import Together, Trial, trial

__all__ = ["Arm", "complete_arms"]

MANY = 2000
"""Runs that are reckoned with where they go on until chances are known well enough."""


class Arm(NamedTuple):
    """An ensemble, where it is stored, and the files that are put beside it."""

    manifest: Manifest
    folder: Path
    texts: Mapping[str, str]
    counter: Counter | None = None
    """Counts its endings while it runs."""
    columns: tuple[str, ...] = ()
    """The outcome columns that they speak of."""


class _Job(NamedTuple):
    """A stretch of runs that some arms lack."""

    span: Span
    arms: tuple[int, ...]


class _Made(NamedTuple):
    """What a job gives of an arm."""

    files: Parts
    came_to: Count


class _Kept(NamedTuple):
    """A job whose chunks are stored."""

    job: _Job
    counts: tuple[Count, ...]


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
    jobs = _jobs(begun, shard)
    if jobs:
        _Course(arms, begun, together, shard).run(jobs, executor, progress)
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


@dataclass(frozen=True)
class Make:
    """Makes a job: simulates its runs and encodes them as files. All that a worker elsewhere needs."""

    together: Together
    stores: tuple[Store, ...]
    counts: tuple[Counter | None, ...]

    def __call__(self, job: _Job) -> tuple[_Made, ...]:
        """The chunks of a job, one an arm."""
        chunks: tuple[Chunk, ...] = self.together(job.arms, job.span.first, job.span.runs)
        return tuple(
            _Made(self.stores[arm].encoded(job.span, chunk), of_chunk(chunk, self.counts[arm]))
            for arm, chunk in zip(job.arms, chunks, strict=True)
        )


class _Course:
    """One way from what is stored to all that was asked for, told as it goes."""

    def __init__(
        self, arms: Sequence[Arm], begun: tuple[Store, ...], together: Together, shard: Shard
    ) -> None:
        self.begun, self.shard = begun, shard
        self.make = Make(together, begun, tuple(arm.counter for arm in arms))
        self.logs = [Log(store.folder, shard) for store in begun]
        self.totals = [sum(span.runs for span in store.spans if shard.holds(span)) for store in begun]
        self.running = [Running() for _ in begun]
        for arm, store, running in zip(arms, begun, self.running, strict=True):
            gone = set(store.missing())
            for span in store.spans:
                if shard.holds(span) and span not in gone:
                    running.add(of_stored(store, span, arm.counter, arm.columns))

    def run(self, jobs: Sequence[_Job], executor: Executor, style: Style) -> None:
        """Work off jobs, in sight."""
        names = [store.manifest.scenario for store in self.begun]
        done = sum(running.runs for running in self.running)
        with shown(style, ", ".join(names), sum(self.totals), done) as seen:
            self._log("begun", {"slots": executor.slots})
            try:
                executor.work_off(
                    jobs, self.make, self._keep, partial(self._done, seen), partial(self._tell, seen)
                )
            except BaseException as problem:
                with suppress(
                    OSError
                ):  # on a full disk what stopped it is told, not that this cannot be logged
                    self._log("stopped", {"because": str(problem) or type(problem).__name__})
                raise
            self._log("finished", {})

    def _keep(self, job: _Job, made: tuple[_Made, ...]) -> _Kept:
        for arm, each in zip(job.arms, made, strict=True):
            self.begun[arm].put(job.span, each.files)
        return _Kept(job, tuple(each.came_to for each in made))

    def _done(self, seen: Progress, kept: _Kept) -> None:
        for arm, count in zip(kept.job.arms, kept.counts, strict=True):
            running = self.running[arm]
            running.add(count)
            for fault in count.faults:
                self.logs[arm].write("fault", sentence=fault)
            self.logs[arm].write("chunk", chunk=kept.job.span.chunk, **self._sofar(arm))
        pairs = zip(self.begun, self.running, strict=True)
        chances = [(store.manifest.scenario, running.chances) for store, running in pairs]
        seen.advance(kept.job.span.runs * len(kept.job.arms), chances)

    def _sofar(self, arm: int) -> dict[str, Any]:
        running = self.running[arm]
        return {
            "runs": running.runs, "of": self.totals[arm], "failed": running.failed,
            "probabilities": running.chances,
        }  # fmt: skip

    def _log(self, event: str, fields: Mapping[str, Any]) -> None:
        for arm, log in enumerate(self.logs):
            log.write(event, **fields, **self._sofar(arm))

    def _tell(self, seen: Progress, event: str, sentence: str, **fields: Any) -> None:
        seen.say(sentence)
        for log in self.logs:
            log.write(event, sentence=sentence, **fields)
