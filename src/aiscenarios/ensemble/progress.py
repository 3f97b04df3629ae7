"""How far an ensemble has come, on stderr: a bar on a terminal, plain lines in a log, or nothing."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol, get_args

from aiscenarios.errors import InputError, one_of

__all__ = ["Progress", "Style", "check_style", "explained", "shown"]

type Style = Literal["auto", "bar", "lines", "none"]

LINES = 10
PATIENCE = 2.0
"""Seconds of silence before a wait is explained."""


def check_style(style: str) -> None:
    """Refuse what is no way to show progress.

    Raises:
        InputError: it is none of them.
    """
    known = get_args(Style.__value__)
    if style not in known:
        raise InputError(f"there is no progress '{style}'", path="progress", hint=one_of(style, known))


class Progress(Protocol):
    """Receives the number of runs that have just been stored."""

    def advance(self, runs: int) -> None:
        """Count further runs."""
        ...


class _Silent:
    def advance(self, runs: int) -> None:
        del runs


class _Lines:
    """About ten lines an ensemble, each with the time left."""

    def __init__(self, title: str, total: int, done: int) -> None:
        self._title, self._total, self._done, self._start = title, total, done, done
        self._began, self._next = time.monotonic(), done

    def advance(self, runs: int) -> None:
        self._done += runs
        if self._done < min(self._next, self._total):
            return
        self._next = self._done + self._total // LINES
        pace = (time.monotonic() - self._began) / (self._done - self._start)
        left = pace * (self._total - self._done)
        tail = f", about {left:.0f} s left" if left > 0 else ""
        print(f"{self._title}: {self._done:,} of {self._total:,} runs{tail}", file=sys.stderr, flush=True)


class _Bar:
    def __init__(self, title: str, total: int, done: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich

        self.rich = Rich(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs, left"),
            TimeRemainingColumn(), console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self.rich.add_task(title, total=total, completed=done)

    def advance(self, runs: int) -> None:
        self.rich.advance(self._task, runs)


@contextmanager
def explained(style: Style, text: str) -> Iterator[None]:
    """Say what is going on if the block takes more than a moment."""
    timer = threading.Timer(PATIENCE, print, (text,), {"file": sys.stderr, "flush": True})
    if style != "none":
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def shown(style: Style, title: str, total: int, done: int = 0) -> Iterator[Progress]:
    """Show progress while the block runs.

    Args:
        style: ``bar``, ``lines``, ``none``, or ``auto``: a bar if stderr is a terminal, lines otherwise.
        title: what is being simulated.
        total: runs asked for.
        done: runs that were already stored.
    """
    if style == "auto":
        style = "bar" if sys.stderr.isatty() else "lines"
    if style == "none" or done >= total:
        yield _Silent()
    elif style == "lines":
        yield _Lines(title, total, done)
    else:
        bar = _Bar(title, total, done)
        with bar.rich:
            yield bar
