"""The same through the command line: exit codes, words, no traceback."""

import random
from pathlib import Path

import pytest

from chaos import folders, scenarios
from chaos.commands import ask

CODES = (0, 2, 3, 5)


@pytest.mark.parametrize("command", ["validate"])
def test_hostile_files_are_refused_by_the_command(command: str, tmp_path: Path) -> None:
    """Three hostile files, in processes of their own: code 0 or 2, no traceback, nothing that steers."""
    chance = random.Random(3)
    for name, content in chance.sample(list(scenarios.files(300, seed=3)), 3):
        (tmp_path / "case.yaml").write_bytes(content)
        answer = ask(command, "case.yaml", folder=tmp_path)
        assert answer.code in (0, 2), (name, answer)
        assert "Traceback" not in answer.err and "bug" not in answer.err, (name, answer)
        assert all(each.isprintable() or each == "\n" for each in answer.out + answer.err), name


def test_damaged_folders_are_answered_by_the_commands(whole: Path, tmp_path: Path) -> None:
    """Damaged folders and status and verify, in processes of their own: documented codes, no traceback."""
    folders.canary(tmp_path / "canary")
    for number, command in ((0, "status"), (10, "status"), (13, "verify")):
        folders.damaged(whole, tmp_path / f"{number}", number, seed=3)
        answer = ask(command, tmp_path / f"{number}", folder=tmp_path)
        assert answer.code in CODES, (number, answer)
        assert "Traceback" not in answer.err and "bug" not in answer.err, (number, answer)
