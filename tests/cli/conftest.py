"""What tests of the command line share: the command in a process of its own, and one small stored result."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.main import get_command

from aiscenarios.cli import exits
from aiscenarios.cli.app import app

START = "import sys; from aiscenarios.cli import main; main()"
SMALL = ("--runs", "6", "--agents", "300")


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self):
        """Its standard output, all of it one JSON document."""
        return json.loads(self.out)


def _ask(*arguments, folder, **environment):
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, *map(str, arguments)], cwd=folder, capture_output=True,
        text=True, check=False, env=os.environ | environment,
    )  # fmt: skip
    return Answer(process.returncode, process.stdout, process.stderr)


@pytest.fixture(scope="session")
def ask():
    """Give a command in a folder, with more variables in its environment, and get its answer."""
    return _ask


@pytest.fixture
def told(capsys):
    """Give a command in this process, where everything is loaded already, and get its answer."""

    def give(*arguments) -> Answer:
        code = exits.answer(get_command(app), [str(each) for each in arguments])
        return Answer(code, *capsys.readouterr())

    return give


@pytest.fixture(scope="session")
def ran(ask, tmp_path_factory: pytest.TempPathFactory):
    """A scenario run for JSON: the answer, and the folder the command was given in."""
    folder = tmp_path_factory.mktemp("ran")
    options = (*SMALL, "--seed", "7", "--threads", "1", "--out", "one", "--json")
    answer = ask("run", "brain_drain", *options, folder=folder)
    assert answer.code == 0, answer.err
    return answer, folder


@pytest.fixture(scope="session")
def stored(ran) -> Path:
    """The folder of that result."""
    return ran[1] / "one"
