"""The way of ensembles from what is stored to all that was asked for, told as it goes."""

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from aiscenarios.ensemble.chunks import Chunk, Span
from aiscenarios.ensemble.executors import Executor
from aiscenarios.ensemble.log import Log
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.progress import Progress, Style, shown
from aiscenarios.ensemble.running import Count, Counter, Running, of_chunk, of_stored
from aiscenarios.ensemble.shards import Shard
from aiscenarios.ensemble.store import Parts, Store
from aiscenarios.ensemble.trial import Together
from aiscenarios.errors import Stopped

__all__ = ["Arm", "Course", "Job"]


class Arm(NamedTuple):
    """An ensemble, where it is stored, and the files that are put beside it."""

    manifest: Manifest
    folder: Path
    texts: Mapping[str, str]
    counter: Counter | None = None
    """Counts its endings while it runs."""
    columns: tuple[str, ...] = ()
    """The outcome columns that they speak of."""


class Job(NamedTuple):
    """A stretch of runs that some arms lack."""

    span: Span
    arms: tuple[int, ...]


class _Made(NamedTuple):
    """What a job gives of an arm."""

    files: Parts
    came_to: Count


class _Kept(NamedTuple):
    """A job whose chunks are stored."""

    job: Job
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Make:
    """Makes a job: simulates its runs and encodes them as files. All that a worker elsewhere needs."""

    together: Together
    stores: tuple[Store, ...]
    counts: tuple[Counter | None, ...]

    def __call__(self, job: Job) -> tuple[_Made, ...]:
        """The chunks of a job, one an arm."""
        chunks: tuple[Chunk, ...] = self.together(job.arms, job.span.first, job.span.runs)
        return tuple(
            _Made(self.stores[arm].encoded(job.span, chunk), of_chunk(chunk, self.counts[arm]))
            for arm, chunk in zip(job.arms, chunks, strict=True)
        )


class Course:
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

    def run(self, jobs: Sequence[Job], executor: Executor, style: Style) -> None:
        """Work off jobs, in sight."""
        names = dict.fromkeys(store.manifest.scenario for store in self.begun)
        done = sum(running.runs for running in self.running)
        with shown(style, ", ".join(names), sum(self.totals), done) as seen:
            self._log("begun", {"slots": executor.slots})
            try:
                executor.work_off(
                    jobs, self.make, self._keep, partial(self._done, seen), partial(self._tell, seen)
                )
            except Stopped as stopped:
                self._log("stopped", {"because": str(stopped)})
                raise Stopped(f"{stopped} {self._how_to_go_on()}") from stopped
            except BaseException as problem:
                with suppress(
                    OSError
                ):  # on a full disk what stopped it is told, not that this cannot be logged
                    self._log("stopped", {"because": str(problem) or type(problem).__name__})
                raise
            self._log("finished", {})

    def _how_to_go_on(self) -> str:
        if len(self.begun) > 1:
            return "The same command, with the same folder, goes on from there."
        folder = shlex.quote(str(self.begun[0].folder))
        return (
            f"'aiscenarios resume {folder} --cluster ADDRESS' goes on from there, or without --cluster on"
            " this machine."
        )

    def _keep(self, job: Job, made: tuple[_Made, ...]) -> _Kept:
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
            "probabilities": running.chances, "weighted": False,
        }  # fmt: skip

    def _log(self, event: str, fields: Mapping[str, Any]) -> None:
        for arm, log in enumerate(self.logs):
            log.write(event, **fields, **self._sofar(arm))

    def _tell(self, seen: Progress, event: str, sentence: str, **fields: Any) -> None:
        seen.say(sentence)
        for log in self.logs:
            log.write(event, sentence=sentence, **fields)
