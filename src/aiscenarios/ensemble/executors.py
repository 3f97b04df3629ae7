"""Where chunks are made: threads of this process, or workers of a cluster; one protocol for both."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any, Protocol

from aiscenarios.errors import InputError

__all__ = ["Cluster", "Executor", "Tell", "Threads", "opened"]

type Cluster = Any
"""The address of a scheduler, as ``tcp://host:8786``, or a cluster object of dask or dask-jobqueue."""


class Tell(Protocol):
    """Is told what happens to workers."""

    def __call__(self, event: str, sentence: str, **fields: Any) -> None:
        """An event by its name, in words, and what belongs to it."""
        ...


class Executor(Protocol):
    """Works off jobs, each of which is made anywhere and kept here."""

    @property
    def slots(self) -> int:
        """How many jobs are made at once."""
        ...

    def work_off[Job, Made, Kept](
        self,
        jobs: Sequence[Job],
        make: Callable[[Job], Made],
        keep: Callable[[Job, Made], Kept],
        done: Callable[[Kept], None],
        tell: Tell,
    ) -> None:
        """Make and keep every job once.

        Args:
            jobs: what there is to do.
            make: does a job; it depends on nothing but the job, and may be sent elsewhere.
            keep: stores what was made, in this process.
            done: is told what was kept, in the caller's thread.
            tell: is told what happens to workers.
        """
        ...


class Threads:
    """Threads of this process; the kernel releases the GIL, so that they suffice.

    When interrupted, or when a job raises, those not yet begun are dropped, those under way are finished and
    kept, and the exception goes on to the caller.
    """

    def __init__(self, slots: int | None = None) -> None:
        self.slots = slots or os.cpu_count() or 1

    def work_off[Job, Made, Kept](
        self,
        jobs: Sequence[Job],
        make: Callable[[Job], Made],
        keep: Callable[[Job, Made], Kept],
        done: Callable[[Kept], None],
        tell: Tell,
    ) -> None:
        """See ``Executor``."""
        del tell
        with ThreadPoolExecutor(self.slots, thread_name_prefix="runs") as pool:
            futures = [pool.submit(lambda job: keep(job, make(job)), job) for job in jobs]
            try:
                for future in as_completed(futures):
                    done(future.result())
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise


@contextmanager
def opened(threads: int | None, cluster: Cluster | None) -> Iterator[Executor]:
    """Threads here, or the workers of a cluster for as long as the block lasts.

    Args:
        threads: default: one a core.
        cluster: the address of a scheduler, or a cluster object; None for threads.

    Raises:
        InputError: both are given, or no scheduler answers.
    """
    if cluster is None:
        yield Threads(threads)
        return
    if threads is not None:
        raise InputError(
            "goes with this machine alone, not with a cluster", path="threads",
            hint="a worker's threads are set where it is started, as dask worker --nthreads",
        )  # fmt: skip
    from aiscenarios.ensemble.cluster import connected

    with connected(cluster) as workers:
        yield workers
