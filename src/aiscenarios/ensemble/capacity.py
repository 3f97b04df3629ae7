"""What this machine has: memory and free disk; None where it cannot be told."""

import os
import shutil
from pathlib import Path

__all__ = ["free_disk", "memory"]

_CGROUP = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where Linux says what a container, or a job of a queue, may use."""


def memory() -> int | None:
    """Bytes of memory that a process here can have: the machine's, or what a container or job is allowed."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
    allowed = [int(text) for text in map(_text, _CGROUP) if text.isdigit()]
    return min([whole, *allowed])


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def free_disk(folder: Path) -> int:
    """Bytes that can still be written where a folder is, or will be."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    return shutil.disk_usage(there).free
