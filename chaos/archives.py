"""Hostile archives: names that lead out, links, bombs, and honest ones cut off or with bytes flipped."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from aiscenarios import provenance
from chaos.watched import Seen, looked_at

__all__ = ["NAMES", "files", "judged"]

MOST_SECONDS = 60.0
NAMES = (
    "../evil.txt",
    "/etc/evil",
    "result/../../evil",
    "C:\\evil",
    "C:/evil",
    "\\\\host\\share",
    "result\\..\\..\\evil",
    "./README.md",
    "result//manifest.json",
    "result/manifest.json/",
    "evidence/CON.yaml",
    "evidence/nul.csv",
    "evidence/aux.yaml ",
    "evidence/x.yaml.",
    "evidence/\x1b[2J.yaml",
    "evidence/a\0b.yaml",
    "evil.py",
    "wheel/../evil.whl",
    "scenario/written/../../evil",
    "evidence/x.yaml:stream",
    "result/chunks/part-000000.parquet.exe",
    "~/.bashrc",
    "evidence/" + "x/" * 50 + "y.yaml",
    "readme.MD",
    "result/written/x",
    "scenario/written/" + "x" * 300,
)
"""Names that no archive of ours has."""
_LINK = 0o120777 << 16
_DEVICE = 0o020666 << 16


def _zip(entries: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return page.getvalue()


def _special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr, entry.create_system = mode, 3
    return entry


def by_hand(honest: bytes) -> Iterator[tuple[str, bytes]]:
    """Archives made to break a reader."""
    listed = ("hashes.json", b'{"format": 1, "sha256": {}}')
    for name in NAMES:
        yield f"name {name!r}", _zip([listed, (zipfile.ZipInfo(name.replace("\0", "a")), b"evil")])
    yield "link", _zip([listed, (_special("result/config.yaml", _LINK), b"/etc/passwd")])
    yield "device", _zip([listed, (_special("result/config.yaml", _DEVICE), b"")])
    yield "bomb", _zip([listed, ("report.html", b"\0" * 200_000_000)])
    lied = _zip([listed, ("report.html", b"\0" * 100_000_000)])
    size = (100_000_000).to_bytes(4, "little")
    yield "bomb that lies", lied.replace(size, (1000).to_bytes(4, "little"))
    yield "no list", _zip([("README.md", b"x")])
    yield "list that is none", _zip([("hashes.json", b"[" * 100_000)])
    yield (
        "list of others",
        _zip([("hashes.json", b'{"format": 1, "sha256": {"../../x": 3, "/etc/passwd": null}}')]),
    )
    yield "nothing inside", _zip([listed])
    yield "another zip", _zip([("word/document.xml", b"<x/>")])
    encrypted = bytearray(_zip([listed, ("README.md", b"x")]))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = encrypted.find(mark)
        encrypted[place + (6 if mark[2] == 3 else 8)] |= 1
    yield "encrypted", bytes(encrypted)
    with io.BytesIO() as page:
        with zipfile.ZipFile(page, "w") as archive:
            archive.writestr(*listed)
            archive.writestr("README.md", b"one")
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                archive.writestr("README.md", b"two")
        yield "twice", page.getvalue()
    yield "empty", b""
    yield "end alone", b"PK\x05\x06" + b"\0" * 18
    yield "something before", b"#!/bin/sh\n" + honest


def files(honest: Path, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Hand-made archives, then damaged copies of an honest one."""
    content, chance = honest.read_bytes(), random.Random(seed)
    hand = list(by_hand(content))
    yield from hand[:count]
    for number in range(count - len(hand)):
        if chance.random() < 0.3:
            yield f"cut {number}", content[: chance.randrange(len(content))]
        else:
            changed = bytearray(content)
            for _ in range(chance.choice((1, 1, 20))):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            yield f"flipped {number}", bytes(changed)


def judged(content: bytes, folder: Path) -> tuple[Seen, str | None]:
    """Check a hostile archive; how that ended, and the verdict."""
    file, told = folder / "hostile.zip", []
    file.write_bytes(content)
    import tempfile

    def work() -> None:
        told.append(provenance.verify(file, 8, progress="none").verdict)

    seen = looked_at(work, (Path(tempfile.gettempdir()) / "aiscenarios-",), MOST_SECONDS)
    return seen, told[0] if told else None
