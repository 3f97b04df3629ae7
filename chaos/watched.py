"""What a piece of code does to the world around it: files it writes, processes, time, exceptions."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from aiscenarios.errors import InputError

__all__ = ["Seen", "hung", "looked_at", "writes"]

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.chmod",
                      "os.truncate", "shutil.rmtree", "shutil.move"})  # fmt: skip
_STARTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect"})
_noted: list[list[str]] = []


class Seen(NamedTuple):
    """How code ended."""

    what: str
    """``answered``, ``refused``, ``hung``, or the name of an exception that is none of ours."""
    said: str
    seconds: float
    outside: tuple[str, ...]
    """What it did outside the folders it may write to."""


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _noted:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        _noted[-1].append(str(arguments[0]))
    elif event in _CHANGES:
        _noted[-1] += [
            _whole(each, arguments) for each in arguments[:2] if isinstance(each, str | bytes | Path)
        ]
    elif event in _STARTS:
        _noted[-1].append(f"{event} {arguments[0]!r}")


sys.addaudithook(_audit)


def _whole(path: str | bytes | Path, arguments: tuple[Any, ...]) -> str:
    """A path as it is from the root: one that is given relative to an open folder starts there."""
    opened = [each for each in arguments[1:] if isinstance(each, int) and each > 2]
    name = os.fsdecode(path)
    if os.path.isabs(name) or not opened:
        return name
    return os.path.join(os.readlink(f"/proc/self/fd/{opened[-1]}"), name)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The paths that are written, made, moved or removed in the block, and the processes it starts."""
    _noted.append([])
    try:
        yield _noted[-1]
    finally:
        _noted.pop()


@contextmanager
def hung(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in a block that takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def looked_at(work: Callable[[], object], allowed: tuple[Path, ...], seconds: float) -> Seen:
    """Do something with hostile input, and see how it ends.

    Args:
        work: what is done.
        allowed: folders in which it may write.
        seconds: after which it counts as hung.
    """
    begun = time.monotonic()
    with writes() as noted:
        try:
            with hung(seconds):
                work()
            what, said = "answered", ""
        except InputError as refused:
            what, said = "refused", str(refused)
        except TimeoutError:
            what, said = "hung", traceback.format_exc()
        except BaseException as error:
            what, said = type(error).__name__, traceback.format_exc()
    roots = tuple(str(folder.resolve()) for folder in allowed)
    outside = tuple(path for path in noted if not os.path.realpath(path).startswith(roots))
    return Seen(what, said, time.monotonic() - begun, outside)
