"""The command line in processes of its own: started, waited for, killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

__all__ = ["Answer", "ask", "kill", "start"]

START = "import sys; from aiscenarios.cli import main; main()"
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); "
SECONDS = 300.0
"""After which a command counts as hung; a first one may have to compile the model."""


class Answer(NamedTuple):
    """What a command left behind; ``code`` is None if it hung."""

    code: int | None
    out: str
    err: str
    seconds: float


def start(*arguments: object, folder: Path) -> "subprocess.Popen[bytes]":
    """A command in a process group of its own, its words thrown away."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START, *map(str, arguments)], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def kill(process: "subprocess.Popen[bytes]") -> bool:
    """End a process at once and for good; False if it had ended by itself."""
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def ask(*arguments: object, folder: Path, most_bytes: int | None = None, seconds: float = SECONDS) -> Answer:
    """A command's answer.

    Args:
        arguments: of the command.
        folder: where it is given.
        most_bytes: no file may become larger, as by ``ulimit -f``.
        seconds: after which it counts as hung and is killed.
    """
    limited = "" if most_bytes is None else LIMIT.format(most_bytes)
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", limited + START, *map(str, arguments)], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=seconds)
        code: int | None = process.returncode
    except subprocess.TimeoutExpired:
        kill(process)
        (out, err), code = process.communicate(), None
    return Answer(code, out.decode(errors="replace"), err.decode(errors="replace"), time.monotonic() - begun)
