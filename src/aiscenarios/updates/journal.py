"""The journal of a result: the articles that were kept, one line of JSON each, hashed and chained.

It lies beside the runs. Each entry's hash is over everything in it, the hash of the entry before among it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiscenarios import __version__
from aiscenarios.ensemble.parts import replace_with
from aiscenarios.errors import InputError
from aiscenarios.files.bounded import bounded_text

__all__ = ["FIRST", "JOURNAL", "Entry", "append", "entries"]

JOURNAL = "updates.jsonl"
FIRST = "0" * 64
"""What the first entry is chained to."""
_MOST_BYTES = 64 * 1024 * 1024
_HINT = "put the journal back as it was, or delete it to begin anew"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that was kept."""

    kept: str
    """When, in UTC."""
    file: str
    """Its name then."""
    text: str
    """The file."""
    hash: str


def entries(folder: Path) -> tuple[Entry, ...]:
    """The articles that were kept for a result, in order, once their hashes have been checked.

    Raises:
        InputError: a line is no entry, was changed, taken out or put in.
    """
    file = folder / JOURNAL
    if not file.is_file():
        return ()
    found, chained = [], FIRST
    lines = bounded_text(file, _MOST_BYTES).splitlines()
    for number, line in enumerate(lines, 1):
        content = _checked(line, file, number, chained)
        chained = content["hash"]
        found.append(Entry(content["kept"], content["file"], content["article"], chained))
    return tuple(found)


def _checked(line: str, file: Path, number: int, chained: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(line)
        told, previous = content["hash"], content["previous"]
        whole = all(isinstance(content[key], str) for key in ("kept", "file", "article"))
    except (ValueError, TypeError, KeyError, RecursionError):
        whole = False
    if not whole or _digest(content) != told or previous != chained:
        raise InputError("was changed after it was kept", file=str(file), line=number, hint=_HINT)
    return content


def _digest(content: dict[str, Any]) -> str:
    rest = {key: value for key, value in content.items() if key != "hash"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(folder: Path, name: str, text: str, said: dict[str, Any]) -> Entry:
    """Keep an article; the journal is put in place whole or not at all.

    Args:
        folder: of the result.
        name: of the file.
        text: of the file.
        said: what the update said.

    Raises:
        InputError: the same file was kept before, or the journal does not hold together.
    """
    before = entries(folder)
    refuse_twice(before, name, text)
    content: dict[str, Any] = {
        "format": 1, "kept": datetime.now(UTC).isoformat(timespec="seconds"), "version": __version__,
        "file": name, "article": text, **said, "previous": before[-1].hash if before else FIRST,
    }  # fmt: skip
    content["hash"] = _digest(content)
    file = folder / JOURNAL
    already = file.read_text(encoding="utf-8") if before else ""
    replace_with(file, f"{already}{json.dumps(content, ensure_ascii=False, sort_keys=True)}\n".encode())
    return Entry(content["kept"], name, text, content["hash"])


def refuse_twice(before: tuple[Entry, ...], name: str, text: str) -> None:
    """Refuse a file that was kept before.

    Raises:
        InputError: it was.
    """
    for entry in before:
        if entry.text == text:
            raise InputError(
                f"was kept on {entry.kept[:10]} already", file=name, path="keep",
                hint="it is in every later update of this result; leave --keep out to see what it says",
            )  # fmt: skip
