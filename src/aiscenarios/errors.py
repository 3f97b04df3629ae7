"""The one exception for bad input: what was wrong, where, what was given, what to do."""

import difflib
import os
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["InputError", "Stopped", "did_you_mean", "fault_outside", "naming", "nearest", "one_of"]


class InputError(ValueError):
    """Bad input from a user; the command line prints it and exits with code 2.

    Args:
        message: what is wrong, with the value that was given.
        file: the file as the user named it.
        line, column: where it stands, counted from 1.
        path: the dotted key, e.g. ``levers.export_controls.2027Q1``.
        hint: what to write instead.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.message, self.file, self.line, self.column = message, file, line, column
        self.path, self.hint = path, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = ": ".join(part for part in (place, self.path, self.message) if part)
        return f"{text}; {self.hint}" if self.hint else text

    def as_dict(self) -> dict[str, object]:
        """The fields of ``{"error": ...}`` in ``--json`` output."""
        names = ("file", "line", "column", "path", "message", "hint")
        return {name: getattr(self, name) for name in names}


class Stopped(RuntimeError):
    """Work that was stopped from outside; what is stored stays, and the message says how to go on.

    The command line prints it and exits with code 130.
    """


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option most like a mistyped word, whatever its case, or None where none is near."""
    by_lower = {option.lower(): option for option in options}
    match = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[match[0]] if match else None


def did_you_mean(word: str, options: Iterable[str], *, otherwise: str | None = None) -> str | None:
    """The hint that names the nearest option, or another hint where none is near."""
    near = nearest(word, options)
    return f"did you mean '{near}'?" if near else otherwise


def one_of(word: str, options: Iterable[str]) -> str:
    """The hint that names the nearest option, or all of them where none is near."""
    known = tuple(options)
    return did_you_mean(word, known) or f"one of {', '.join(known)}"


def _same(one: str, other: str) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)


def fault_outside(what: str, problem: BaseException, file: str | None = None) -> InputError:
    """What to tell of an error that code from outside the package raised.

    Args:
        what: whatever cannot be had of that code.
        problem: what it raised.
        file: where the code lies; default: where the first function called lies.

    Returns:
        The error to raise, with the last line of that file that led to the problem.
    """
    frames = traceback.extract_tb(problem.__traceback__)
    file = file or (frames[1].filename if len(frames) > 1 else None)
    lines = [frame.lineno for frame in frames if file and _same(frame.filename, file)]
    if isinstance(problem, SyntaxError) and file and _same(problem.filename or "", file):
        lines.append(problem.lineno)
    said = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    return InputError(f"{what} cannot be had: {said}", file=file, line=lines[-1] if lines else None)


@contextmanager
def naming(path: Path, instead_of: Path | None = None) -> Iterator[None]:
    """Faults of the system inside name a file, which a full disk does not do by itself.

    Args:
        path: the file.
        instead_of: another name of it that would tell nobody anything.
    """
    try:
        yield
    except OSError as problem:
        unknown = problem.filename is None or str(problem.filename) == str(instead_of)
        if problem.errno is not None and unknown:
            problem.filename = str(path)
        raise
