"""How far an ensemble has come, on stderr: a bar on a terminal, plain lines elsewhere, or nothing.

Where stderr cannot be written any more, a terminal that is gone or a log on a full disk, the work goes on.
"""

import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Literal, Protocol, get_args

from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.errors import InputError, one_of

__all__ = ["Chances", "Progress", "Style", "check_style", "explained", "shown"]

type Style = Literal["auto", "bar", "lines", "none"]

type Chances = Sequence[tuple[str, Mapping[str, Estimate]]]
"""The name of each ensemble, and the chance of each of its endings so far."""

COMPILING = "compiling the model (once on this machine, a minute or two)"
ALIKE = "so far all runs count alike; the answer may weigh them by the known present"
LINES = 10
LIKELIEST = 3
"""Endings that a line names."""
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
    """Receives the number of runs that have just been stored, and the chances so far."""

    def advance(self, runs: int, chances: Chances) -> None:
        """Count further runs."""
        ...

    def say(self, text: str) -> None:
        """Tell of something that happened, on a line of its own."""
        ...


class _Silent:
    def advance(self, runs: int, chances: Chances) -> None:
        del runs, chances

    def say(self, text: str) -> None:
        del text


class _Lines:
    """About ten lines an ensemble, each with the time left and the likeliest endings so far.

    How runs count is said once, before the first of them.
    """

    def __init__(self, title: str, total: int, done: int) -> None:
        self._title, self._total, self._done, self._start = title, total, done, done
        self._began, self._next = time.monotonic(), done
        self._note = f"{title}: {ALIKE}\n"

    def advance(self, runs: int, chances: Chances) -> None:
        self._done += runs
        if self._done < min(self._next, self._total):
            return
        self._next = self._done + self._total // LINES
        pace = (time.monotonic() - self._began) / (self._done - self._start)
        left = pace * (self._total - self._done)
        tail = f", about {left:.0f} s left" if left > 0 else ""
        so_far = "".join(f"; {line}" for line in _told(chances))
        note, self._note = (self._note, "") if so_far else ("", self._note)
        self.say(f"{note}{self._title}: {self._done:,} of {self._total:,} runs{tail}{so_far}")

    def say(self, text: str) -> None:
        with suppress(OSError):
            print(text, file=sys.stderr, flush=True)


class _Bar:
    """A bar with the time left, below it the likeliest endings so far, and how runs count."""

    def __init__(self, title: str, total: int, done: int) -> None:
        from rich.console import Console, Group
        from rich.live import Live
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich
        from rich.text import Text

        self._bar = Rich(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            TextColumn("runs, left"), TimeRemainingColumn(elapsed_when_finished=False),
        )  # fmt: skip
        self._task = self._bar.add_task(title, total=total, completed=done)
        self._text, self._group = Text, Group
        console = Console(stderr=True, markup=False, highlight=False)
        self.live = Live(self._bar, console=console, transient=True)

    def advance(self, runs: int, chances: Chances) -> None:
        self._bar.advance(self._task, runs)
        told = _told(chances)
        below = (self._text(line, style="dim") for line in (*told, *([ALIKE] if told else [])))
        with suppress(OSError):
            self.live.update(self._group(self._bar, *below))

    def say(self, text: str) -> None:
        with suppress(OSError):
            self.live.console.print(text)


def _told(chances: Chances) -> list[str]:
    """The likeliest endings of each ensemble, in words; of several each line begins with its name.

    Nothing where two have one name, as the two policies of questions: nobody could tell them apart.
    """
    lines: list[str] = []
    if len({name for name, _ in chances}) < len(chances):
        return lines
    for name, found in chances:
        likely = sorted(found.items(), key=lambda each: -each[1].high)[:LIKELIEST]
        said = ", ".join(f"{ending} {_percent(each)}" for ending, each in likely)
        if said:
            lines.append(f"so far in {name} {said}" if len(chances) > 1 else f"so far {said}")
    return lines


def _percent(found: Estimate) -> str:
    """A range in whole percents; between 0 and 1 all that few runs can say."""
    return f"{100 * found.low:.0f}\N{EN DASH}{100 * found.high:.0f}%"


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
        try:
            with suppress(OSError):
                bar.live.start()
            yield bar
        finally:
            with suppress(OSError):
                bar.live.stop()
