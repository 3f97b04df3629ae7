"""The requirements under requirements/: complete, hashed, and free of places to fetch them from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(text: str) -> dict[str, list[str]]:
    """Pinned versions by package; a package may have one for each Python."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def declared() -> list[Requirement]:
    """What pyproject.toml asks for, extras and build backend included."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    lists = [PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"], *extras]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_lock_names_no_place(file: Path) -> None:
    """A lock holds names, versions and hashes: no URL, no index, no path."""
    text = file.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links)|\s@\s", text, flags=re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_pin_has_a_hash(file: Path) -> None:
    """Each pinned package is followed by at least one SHA-256."""
    blocks = re.split(r"^(?=\S)", file.read_text(), flags=re.MULTILINE)[1:]
    assert blocks
    form = re.compile(r"[\w.-]+==\S+( ; [^\\]+)? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+")
    assert [block for block in blocks if not form.fullmatch(block)] == []


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_the_lock_answers_the_project_file(requirement: Requirement) -> None:
    """Every requirement of pyproject.toml is pinned at a version that it allows."""
    locked = pins((ROOT / "requirements/lock.txt").read_text())
    versions = locked[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version) for version in versions)
