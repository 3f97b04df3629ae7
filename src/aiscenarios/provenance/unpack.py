"""An archive unpacked: a stranger's zip file, of which nothing is believed until it has been looked at."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from aiscenarios.errors import InputError, naming
from aiscenarios.provenance import layout

__all__ = ["unpacked"]

_MOST_FILES = 100_000
_MOST_TIMES = 100
"""How many times its own size an archive may unpack to; ours stay below 10."""
_SMALL = 64 * 1024 * 1024
"""What any archive may unpack to."""
_PIECE = 1024 * 1024
_UNIX = 3
_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """A temporary folder with what an archive holds; it goes when the block ends.

    Raises:
        InputError: it is no archive of a result, or holds a name, a link or a size that none has.
    """
    with TemporaryDirectory(prefix="aiscenarios-") as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                _check(archive.infolist(), file)
                for entry in archive.infolist():
                    _write(archive, entry, Path(folder) / entry.filename)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as problem:
            if isinstance(problem, InputError):
                raise
            raise InputError(
                "is no archive, or a damaged one", file=str(file), hint="'aiscenarios archive DIR' writes one"
            ) from problem
        yield Path(folder)


def _check(entries: Sequence[zipfile.ZipInfo], file: Path) -> None:
    """Refuse an archive before anything of it is written."""
    if len(entries) > _MOST_FILES:
        raise InputError(f"holds more than {_MOST_FILES:,} files", file=str(file))
    seen: set[str] = set()
    for entry in entries:
        wrong = _fault(entry, seen)
        if wrong:
            raise InputError(f"holds {entry.filename!r}, {wrong}", file=str(file))
        seen.add(entry.filename.casefold())
    if layout.HASHES not in seen:
        raise InputError(
            f"is no archive of a result (it holds no {layout.HASHES})", file=str(file),
            hint="'aiscenarios archive DIR' writes one",
        )  # fmt: skip
    whole, most = sum(entry.file_size for entry in entries), _MOST_TIMES * file.stat().st_size
    if whole > max(most, _SMALL):
        raise InputError(
            f"would unpack to {whole:,} bytes, {_MOST_TIMES} times its size or more", file=str(file)
        )


def _fault(entry: zipfile.ZipInfo, seen: set[str]) -> str | None:
    """What is wrong with an entry."""
    mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
    if entry.orig_filename != entry.filename or not layout.allowed(entry.filename):
        return "which no archive of a result does"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "which is a link or another special file"
    if entry.filename.casefold() in seen:
        return "twice"
    if entry.flag_bits & _ENCRYPTED:
        return "which is encrypted"
    return None if entry.compress_type in _METHODS else "which is compressed in a way that we do not read"


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with naming(path), archive.open(entry) as source, path.open("xb") as target:
        _copy(source, target, entry.file_size)


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Copy what an entry says that it holds; one that goes on longer than it says is refused."""
    left = size
    while piece := source.read(min(_PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise ValueError("longer than it says")
        target.write(piece)
