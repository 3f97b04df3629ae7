"""What may stand in the repository."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 350
FORBIDDEN = re.compile("|".join([
    r"(?<![\w.$~])/(?:root|home|Users|work)/\w",   # a machine's folders
    "py" + r"pi\.(?:org|io)", "python" + r"hosted\.", "index-" + "url *=",   # a registry
]))  # fmt: skip


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Files that git tracks."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_machine_and_no_registry_is_named(tracked: list[Path]) -> None:
    """No tracked text names a folder of somebody's machine or the host of a package registry."""
    texts = {str(file.relative_to(ROOT)): file.read_bytes().decode(errors="ignore") for file in tracked}
    assert {name: hit[0] for name, text in texts.items() if (hit := FORBIDDEN.search(text))} == {}


def test_the_search_finds_what_it_should() -> None:
    """The pattern above sees a home folder and a registry, and leaves a relative path alone."""
    assert FORBIDDEN.search("see /" + "home/someone/file")
    assert FORBIDDEN.search("https://py" + "pi.org/simple")
    assert not FORBIDDEN.search("docs/home/index.md and ~/home/plan")


def test_files_stay_short(tracked: list[Path]) -> None:
    """No Python file is longer than 350 lines: a longer one is more than one room."""
    lengths = {
        str(file.relative_to(ROOT)): file.read_text().count("\n") for file in tracked if file.suffix == ".py"
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
