"""A dask scheduler and its workers as real processes, started by their own command line."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import aiscenarios

_SOURCES = str(Path(aiscenarios.__file__).parents[1])
LOOPBACK = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
"""As the manual says: an address for what a process serves, and one for its dashboard."""
PATIENCE = 300.0  # a first run compiles the model


def wait(until, what):
    """Look again and again until something is so."""
    end = time.monotonic() + PATIENCE
    while not (found := until()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)
    return found


def listening(*pids):
    """The addresses at which processes and their children listen."""
    import psutil  # dask brings it

    parents = map(psutil.Process, pids)
    every = [each for parent in parents for each in (parent, *parent.children(recursive=True))]
    found = [socket for each in every for socket in each.net_connections("inet")]
    return {socket.laddr.ip for socket in found if socket.status == psutil.CONN_LISTEN}


class Dask:
    """A scheduler on this machine alone, and the workers that were started for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.processes = []
        self.scheduler = self._start("scheduler", "--port", str(port))
        wait(lambda: self._answers(port), "the scheduler")

    @staticmethod
    def _answers(port):
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", port)) == 0

    def _start(self, what, *options, sources=_SOURCES):
        log = self.folder / f"{what}-{len(self.processes)}.log"
        with log.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, *options, *LOOPBACK], cwd=self.folder,
                env=os.environ | {"PYTHONPATH": sources}, stdout=file, stderr=file,
            )  # fmt: skip
        process.log = log
        self.processes.append(process)
        return process

    def worker(self, sources=_SOURCES):
        """Start a worker of one thread and wait until the scheduler has it."""
        process = self._start("worker", self.address, "--nthreads", "1", "--no-nanny", sources=sources)
        wait(lambda: "Registered to" in process.log.read_text(), "a worker")
        return process

    @staticmethod
    def hold(*processes):
        """Stop processes where they are, so that what comes next finds them in the middle of their work."""
        for process in processes:
            process.send_signal(signal.SIGSTOP)

    @staticmethod
    def kill(process):
        """SIGKILL, so that it can say goodbye to nobody."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self):
        """Leave no process behind."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)


@contextmanager
def dask(folder):
    """A scheduler for as long as the block lasts."""
    started = Dask(folder)
    try:
        yield started
    finally:
        started.end()
