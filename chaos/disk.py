"""A disk that fills up during a run: a small tmpfs where we may mount one, else a limit on files."""

import errno
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chaos.commands import Answer, ask
from chaos.ensembles import Kept, equal, kept, lost

__all__ = ["Filled", "fill", "fill_by_limit"]

RUN = ("run", "brain_drain", "--runs", 240, "--agents", 100, "--seed", 7, "--threads", 2)
LONGER = ("run", "brain_drain", "--runs", 960, "--agents", 100, "--seed", 7, "--threads", 2)
_ENOUGH = "64m"
"""Room for all of the longer run: with less it would be refused before it begins."""
_PIECE = 64 * 1024
_LIMIT = 60_000
"""Bytes a file may have: less than a chunk of this ensemble takes."""


class Filled(NamedTuple):
    """How a full disk was met."""

    how: str
    code: int | None
    """Exit code of the run that met it."""
    said: bool
    """Whether it said so in words, without a traceback."""
    chunks: int
    """Whole chunks when the disk was full."""
    lost: int
    equal: bool


def fill(place: Path) -> Filled:
    """Run on a disk that somebody else fills once a chunk is stored, make room again, resume."""
    disk = place / "disk"
    disk.mkdir()
    with _mounted(disk) as mounted, ThreadPoolExecutor(1) as beside:
        if not mounted:
            return fill_by_limit(place)
        folder, others = disk / "r", disk / "others"
        running = beside.submit(ask, *LONGER, "--out", folder, folder=place)
        _fill_up(others, folder, running)
        answer, before = running.result(), kept(folder)
        others.unlink()
        return _ended(f"tmpfs of {_ENOUGH}", LONGER, folder, place, answer, before)


def _fill_up(file: Path, folder: Path, running: "Future[Answer]") -> None:
    """Take all room that is left once a chunk is stored, and whatever becomes free, until the run ends."""
    while not kept(folder) and not running.done():
        time.sleep(0.01)
    with file.open("wb", buffering=0) as taken:
        while not running.done():
            try:
                taken.write(bytes(_PIECE))
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
                time.sleep(0.01)


def fill_by_limit(place: Path) -> Filled:
    """Run with a limit on the size of files, as by ``ulimit -f``; resume without it."""
    folder = place / "limited"
    answer = ask(*RUN, "--out", folder, folder=place, most_bytes=_LIMIT)
    return _ended(f"files of at most {_LIMIT:,} bytes", RUN, folder, place, answer, kept(folder))


def _ended(
    how: str, run: tuple[object, ...], folder: Path, place: Path, answer: Answer, before: Kept
) -> Filled:
    """Go on with the run where there is room, and compare it with one that was not disturbed."""
    code, err = answer.code, answer.err
    said = "Traceback" not in err and "bug" not in err and ("full" in err or "too large" in err)
    ask(*run, "--out", folder, folder=place)
    reference = place / f"undisturbed-{folder.name}"
    ask(*run, "--out", reference, folder=place)
    return Filled(how, code, said, len(before), lost(before, kept(folder)), equal(folder, reference))


@contextmanager
def _mounted(disk: Path) -> Iterator[bool]:
    """A small tmpfs, or False where we may not mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_ENOUGH}", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)
