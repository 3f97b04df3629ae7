"""The list of SHA-256 hashes of all that an archive holds."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from aiscenarios.errors import InputError
from aiscenarios.files.bounded import bounded_text
from aiscenarios.provenance import layout
from aiscenarios.provenance.verdict import Finding

__all__ = ["against_list", "of_bytes", "of_file", "text"]

FORMAT = 1
_PIECE = 1024 * 1024
_MOST_BYTES = 32 * 1024 * 1024


def of_bytes(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return _of_stream(stream)


def _of_stream(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def text(found: Mapping[str, str]) -> str:
    """The list as it is written."""
    return json.dumps({"format": FORMAT, "sha256": dict(sorted(found.items()))}, indent=1) + "\n"


def against_list(folder: Path) -> Iterator[Finding]:
    """What of an unpacked archive is not as its list says.

    Raises:
        InputError: there is no such list.
    """
    file = folder / layout.HASHES
    try:
        content = json.loads(bounded_text(file, _MOST_BYTES))
        listed, form = dict(content["sha256"]), content["format"]
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise InputError("is no list of hashes", file=layout.HASHES) from problem
    if form != FORMAT:
        raise InputError("was written by another version", file=layout.HASHES)
    there = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    there.pop(layout.HASHES)
    for name in sorted({*listed, *there}):
        if name not in there:
            yield Finding(name, "is in the list of hashes and not in the archive")
        elif name not in listed:
            yield Finding(name, "was added after the archive was made: the list of hashes does not know it")
        elif of_file(there[name]) != listed[name]:
            yield Finding(name, "is not the file that was archived: its hash is another")
