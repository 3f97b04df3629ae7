"""A disk that fills up during a run: a small tmpfs where we may mount one, else a limit on files."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chaos.commands import ask
from chaos.ensembles import equal, kept, lost

__all__ = ["Filled", "fill", "fill_by_limit"]

RUN = ("run", "brain_drain", "--runs", 240, "--agents", 100, "--seed", 7, "--threads", 2)
_FULL = "1600k"
_ENOUGH = "256m"
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
    """Run on a small disk until it is full, make it larger, resume."""
    disk = place / "disk"
    disk.mkdir()
    with _mounted(disk) as mounted:
        if not mounted:
            return fill_by_limit(place)
        folder = disk / "r"
        answer = ask(*RUN, "--out", folder, folder=place)
        before = kept(folder)
        subprocess.run(["mount", "-o", f"remount,size={_ENOUGH}", str(disk)], check=True)
        return _ended(f"tmpfs of {_FULL}", folder, place, answer, before)


def fill_by_limit(place: Path) -> Filled:
    """Run with a limit on the size of files, as by ``ulimit -f``; resume without it."""
    folder = place / "limited"
    answer = ask(*RUN, "--out", folder, folder=place, most_bytes=_LIMIT)
    return _ended(f"files of at most {_LIMIT:,} bytes", folder, place, answer, kept(folder))


def _ended(
    how: str, folder: Path, place: Path, answer: "object", before: dict[int, tuple[str, ...]]
) -> Filled:
    code, err = answer.code, answer.err  # type: ignore[attr-defined]
    said = "Traceback" not in err and "bug" not in err and ("full" in err or "too large" in err)
    ask(*RUN, "--out", folder, folder=place)
    reference = place / "undisturbed"
    if not reference.is_dir():
        ask(*RUN, "--out", reference, folder=place)
    return Filled(how, code, said, len(before), lost(before, kept(folder)), equal(folder, reference))


@contextmanager
def _mounted(disk: Path) -> Iterator[bool]:
    """A tmpfs of a few chunks, or False where we may not mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_FULL}", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)
