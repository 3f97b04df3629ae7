"""Chunks made by the workers of a dask cluster, and kept here.

Each job is given to one worker that was checked before. What a lost worker had under way goes back to the
queue and to another; what is made is kept by this process alone, so a chunk is stored once. A few jobs are
under way on each worker at a time, and what a worker made is let go there as soon as it is kept here.
"""

import hashlib
import logging
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any

from aiscenarios.ensemble import remote
from aiscenarios.ensemble.executors import Cluster, Tell
from aiscenarios.ensemble.gate import Gate, asked
from aiscenarios.errors import InputError, Stopped

__all__ = ["Workers", "connected", "silence_lost"]

_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://.+:\d+")
CONNECT = 10.0
"""Seconds in which a scheduler must answer."""
TICK = 0.2
"""Seconds between looks at who is there."""
SILENCE = 60.0
"""Seconds after which it is said again that no worker is there."""
AHEAD = 1
"""Jobs that wait at a worker beside those under way, so that it need not wait for the next."""
GONE = "The scheduler is gone. Everything that was finished is stored."
LOST = 4
"""Workers that may be lost with one job before the job is thought to be the reason."""


@contextmanager
def connected(cluster: Cluster) -> Iterator["Workers"]:
    """The workers of a cluster, for as long as the block lasts.

    Args:
        cluster: the address of a scheduler, or a cluster object.

    Raises:
        InputError: dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as problem:
        raise InputError(
            "a cluster needs dask", path="cluster", hint="pip install 'aiscenarios[cluster]'"
        ) from problem
    if isinstance(cluster, str) and not _ADDRESS.fullmatch(cluster):
        raise InputError(f"'{cluster}' is no address", path="cluster", hint="write tcp://host:8786")
    with _silence():
        try:
            client = Client(cluster, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as problem:
            raise InputError(
                f"no scheduler answers at {cluster}", path="cluster",
                hint="start one ('dask scheduler --host 127.0.0.1 --dashboard-address 127.0.0.1:0'), and give"
                " the address that it prints",
            ) from problem  # fmt: skip
        try:
            yield Workers(client)
        finally:
            client.close(timeout=CONNECT)


def _is_ours_to_tell(record: logging.LogRecord) -> bool:
    """Whether a record of asyncio is not of an error of dask's own, which is told here in other words.

    A task of a client whose scheduler is gone is thrown away with its error, perhaps when the process ends.
    """
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not kind.__module__.startswith("distributed")


def silence_lost() -> None:
    """From now on leave out what asyncio says of dask's own errors."""
    logging.getLogger("asyncio").addFilter(_is_ours_to_tell)


@contextmanager
def _silence() -> Iterator[None]:
    """Let dask not say of lost workers and connections what is said here in other words."""
    silence_lost()
    named = [name for name in logging.root.manager.loggerDict if name.startswith(("distributed", "tornado"))]
    levels = {name: logging.getLogger(name).level for name in named}
    for name in named:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


class Workers:
    """See ``Executor``; a worker is admitted once it was found to be like this process."""

    def __init__(self, client: Any) -> None:
        self._client = client
        there = self._there()
        fit, unfit = asked(client, list(there)) if there else ({}, {})
        if unfit and not fit:
            address, reason = next(iter(unfit.items()))
            raise InputError(
                f"none of its {len(unfit)} workers can be used: {address} {reason}", path="cluster",
                hint="install the same versions for workers as here",
            )  # fmt: skip
        self.slots = max(1, sum(there[address] for address in fit))

    def _there(self) -> dict[str, int]:
        """Threads of each worker by its address.

        Raises:
            Stopped: the scheduler is gone.
        """
        try:
            if self._client.status != "running":
                raise OSError("closed")
            known = self._client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, RuntimeError, TimeoutError, AttributeError) as problem:
            raise Stopped(GONE) from problem
        return {address: worker["nthreads"] for address, worker in known.items()}

    def work_off[Job, Made, Kept](
        self,
        jobs: Sequence[Job],
        make: Callable[[Job], Made],
        keep: Callable[[Job, Made], Kept],
        done: Callable[[Kept], None],
        tell: Tell,
    ) -> None:
        """See ``Executor``."""
        course = _Course(self._client, jobs, make, tell)
        try:
            while course.left:
                course.look(self._there())
                for number, made in course.finished():
                    done(keep(jobs[number], made))
                    course.let_go(number)
        finally:
            course.drop()


class _Course:
    """Jobs on their way: which wait, which are where."""

    def __init__(self, client: Any, jobs: Sequence[Any], make: Callable[[Any], Any], tell: Tell) -> None:
        self._client, self._jobs, self._tell = client, jobs, tell
        work = pickled(make)
        self._digest = hashlib.blake2b(work, digest_size=8).hexdigest()
        self._gate = Gate(client, self._digest, work, tell)
        self._waiting = deque(range(len(jobs)))
        self._at: dict[int, tuple[str, Any]] = {}
        self._losses: Counter[int] = Counter()
        self._ready: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self._silent_since = -SILENCE

    @property
    def left(self) -> bool:
        """Whether any job is not kept yet."""
        return bool(self._waiting or self._at)

    def look(self, there: dict[str, int]) -> None:
        """See who has come and who has gone, and give out jobs."""
        for address in self._gate.gone(there):
            self._lost(address)
        try:
            open_to = self._gate.admitted(there)
        except (OSError, TimeoutError) as problem:
            raise Stopped(GONE) from problem
        if not there and time.monotonic() - self._silent_since >= SILENCE:
            self._silent_since = time.monotonic()
            self._tell("waiting", "No worker is there; waiting for one (Ctrl-C stops, and loses nothing).")
        busy = Counter(address for address, _ in self._at.values())
        for address, threads in open_to.items():
            while self._waiting and busy[address] < threads + AHEAD:
                self._give(self._waiting.popleft(), address)
                busy[address] += 1

    def _give(self, number: int, address: str) -> None:
        # A key of its own each time: dask then has nothing to remember of an earlier attempt.
        future = self._client.submit(
            remote.make, self._digest, self._jobs[number], workers=[address], allow_other_workers=False,
            pure=False, key=f"chunk-{self._digest}-{number}-{self._losses[number]}-{time.monotonic_ns()}",
        )  # fmt: skip
        self._at[number] = address, future
        future.add_done_callback(lambda ended: self._ready.put((number, ended)))

    def _lost(self, address: str) -> None:
        under_way = [number for number, (where, _) in self._at.items() if where == address]
        self._tell(
            "worker_lost", f"A worker is lost ({address}); its {len(under_way)} chunks go to others.",
            worker=address,
        )  # fmt: skip
        for number in under_way:
            self._again(number)

    def _again(self, number: int) -> None:
        """Put a job back to the front of the queue.

        Raises:
            Stopped: too many workers were lost with it.
        """
        self.let_go(number)
        self._waiting.appendleft(number)
        self._losses[number] += 1
        if self._losses[number] >= LOST:
            raise Stopped(
                f"{LOST} workers were lost while they made the same chunk; do they have enough memory?"
                " Everything that was finished is stored."
            )

    def finished(self) -> Iterator[tuple[int, Any]]:
        """Jobs that are made and what was made, after waiting a moment for the first."""
        wait = TICK
        while True:
            try:
                number, future = self._ready.get(timeout=wait)
            except Empty:
                return
            wait = 0.0
            if self._at.get(number, ("", None))[1] is not future:
                continue  # it was lost meanwhile, and another worker has it
            if future.status == "error":
                self._failed(number, future)
                continue
            try:
                made = future.result(timeout=CONNECT)
            except (OSError, TimeoutError, CancelledError):
                self._again(number)  # its worker went away with what it had made, or the scheduler did
                continue
            self._gate.made(self._at[number][0])
            yield number, made

    def _failed(self, number: int, future: Any) -> None:
        """Begin again what a worker's end broke off; raise what a job itself raised."""
        from distributed import KilledWorker

        problem = future.exception()
        if not isinstance(problem, KilledWorker | LookupError):
            raise problem
        self._gate.forget(self._at[number][0])
        self._again(number)

    def let_go(self, number: int) -> None:
        """Let a worker forget a job."""
        _, future = self._at.pop(number)
        future.release()

    def drop(self) -> None:
        """Call off everything that is under way."""
        if self._client.status == "running":
            self._client.cancel([future for _, future in self._at.values()], force=True)
        self._at.clear()


def pickled(make: Callable[[Any], Any]) -> bytes:
    """A callable with all that it needs, functions of modules from outside the package by their code."""
    import sys

    import cloudpickle

    own = [module for name, module in sys.modules.items() if name.startswith("aiscenarios_with_")]
    for module in own:
        cloudpickle.register_pickle_by_value(module)
    try:
        return bytes(cloudpickle.dumps(make))
    finally:
        for module in own:
            cloudpickle.unregister_pickle_by_value(module)
