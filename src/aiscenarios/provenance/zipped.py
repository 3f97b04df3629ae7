"""Zip files that depend on their contents alone: no date, no owner, no machine."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["add", "add_file", "written"]

_STORED = (".parquet", ".whl")
"""Endings of files that are compressed already."""
_MODE = 0o100644 << 16
_UNIX = 3


@contextmanager
def written(file: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """A new zip file."""
    with zipfile.ZipFile(file, "w", strict_timestamps=True) as archive:
        yield archive


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file in."""
    archive.writestr(_entry(name), content)


def add_file(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Put a file of the disk in, piece by piece."""
    entry = _entry(name)
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # its date is that of the format's beginning
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    entry.external_attr, entry.create_system = _MODE, _UNIX
    return entry
