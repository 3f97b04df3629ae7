"""The scripts in examples/ run as they stand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_runs(example: Path, tmp_path: Path) -> None:
    """An example runs to its end in an empty folder."""
    result = subprocess.run(
        [sys.executable, str(example)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_a_file_of_ones_own_goes_with_a_command(tmp_path: Path) -> None:
    """A lever and an outcome are taken by ``--with``; both are in the manifest and the store."""
    own = EXAMPLES[0].parent / "own_lever_and_outcome.py"
    command = (
        sys.executable, "-c", "from aiscenarios.cli import main; main()", "run", "current_policy",
        "--with", str(own), "--runs", "4", "--agents", "300", "--out", "mine", "--json",
    )  # fmt: skip
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert {card["name"] for card in manifest["outside"]} == {"deal", "staff_part"}
    assert {"staff_part.US", "staff_part.CN"} <= set(manifest["outcomes"])
