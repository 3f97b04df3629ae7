"""The log of an ensemble: one JSON object a line, appended as things happen.

A line is written by one call, so that a kill can tear the last line and no other; whoever appends next begins
a new line, and readers pass over what is torn. Each part of a shared-out ensemble has a log of its own, since
several machines cannot safely append to one file of a shared disk.
"""

import json
import math
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.parts import is_own_file
from aiscenarios.ensemble.shards import WHOLE, Shard

__all__ = ["LOG", "Log", "is_log", "read"]

LOG = "log.jsonl"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_MOST_BYTES = 64 * 1024 * 1024


class Log:
    """Appends to the log in a folder.

    Args:
        folder: of an ensemble that has begun.
        shard: the part that is being simulated.
    """

    def __init__(self, folder: Path, shard: Shard = WHOLE) -> None:
        name = LOG if shard == WHOLE else f"log-{shard.number}-of-{shard.of}.jsonl"
        self.path = folder / name

    def write(self, event: str, **fields: Any) -> None:
        """Add a line: the time, what happened, and whatever belongs to it.

        Raises:
            OSError: it cannot be written; the error names the file.
        """
        time = datetime.now(UTC).isoformat(timespec="microseconds")
        line = json.dumps({"time": time, "event": event} | {k: _plain(v) for k, v in fields.items()})
        try:
            # A link in a stranger's folder would lead out of it.
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINK, 0o644)
            try:
                os.write(handle, (_mend(handle) + line + "\n").encode())
            finally:
                os.close(handle)
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(self.path)) from problem


def _mend(handle: int) -> str:
    """A line end where the last line was torn."""
    size = os.fstat(handle).st_size
    if size == 0:
        return ""
    os.lseek(handle, size - 1, os.SEEK_SET)
    return "" if os.read(handle, 1) == b"\n" else "\n"


def _plain(value: Any) -> Any:
    """A chance as an object; undefined numbers as null."""
    if isinstance(value, Estimate):
        return {"probability": _plain(value.value), "low": value.low, "high": value.high}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def is_log(name: str) -> bool:
    """Whether a file of a result's folder is a log."""
    return name == LOG or (name.startswith("log-") and name.endswith(".jsonl"))


def read(folder: Path) -> list[dict[str, Any]]:
    """All whole lines of all logs in a folder, in order of time."""
    found = [line for path in folder.glob("log*.jsonl") if is_log(path.name) for line in _lines(path)]
    return sorted(found, key=lambda line: str(line["time"]))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not is_own_file(path):
        return
    with path.open("rb") as stream:
        lines = stream.read(_MOST_BYTES).decode("utf-8", errors="replace").splitlines()
    for text in lines:
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, dict) and "time" in line and "event" in line:
            yield line
